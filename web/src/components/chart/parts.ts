export interface Point {
  start: string;
  value: number;
  complete: boolean;
}

export interface Line {
  label: string;
  points: readonly Point[];
  previous?: readonly Point[] | null | undefined;
  /** Whether it is many values in one, behind which one cannot look. */
  others?: boolean;
}

/** Every so many periods a label, so that none touches its neighbour. */
export const ticksEvery = (periods: number, width: number): number => Math.max(1, Math.ceil(periods / Math.max(1, Math.floor(width / 76))));

/** The finished part of a line, and the running part from the last finished point on, so that the line does not break. */
export function parts(points: readonly Point[]): [(number | null)[], (number | null)[]] {
  const finished = points.map((point) => (point.complete ? point.value : null));
  const running = points.map((point, index) => (!point.complete || points[index + 1]?.complete === false ? point.value : null));
  return [finished, running];
}
