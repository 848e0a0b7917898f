interface Line {
  key: string;
  label: string;
  breakdown: readonly string[];
  total: number;
}

/** The lines whose figure over the whole range is another one, those that came or went among them. */
export function moved<L extends Line>(before: readonly L[], after: readonly L[]): readonly { line: L; before: number; after: number }[] {
  const name = ({ key, breakdown }: Line) => JSON.stringify([key, ...breakdown]);
  const was = new Map(before.map((line) => [name(line), line.total]));
  const is = new Map(after.map((line) => [name(line), line.total]));
  const all = new Map<string, L>([...before, ...after].map((line) => [name(line), line]));
  return [...all].map(([key, line]) => ({ line, before: was.get(key) ?? 0, after: is.get(key) ?? 0 })).filter((line) => Math.abs(line.before - line.after) > 1e-9);
}
