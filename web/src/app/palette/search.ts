/** Something that can be found and gone to. */
export interface Target {
  kind: string;
  label: string;
  /** What people may also call it. */
  also?: string;
  pathname: string;
  changes?: Record<string, string | readonly string[] | null>;
  elsewhere?: boolean;
}

const most = 6;

/** How well a target answers: all words in it, better at the start of its name; null when it does not. */
export function rank(target: Target, words: readonly string[]): number | null {
  const [label, all] = [target.label.toLowerCase(), `${target.label} ${target.also ?? ''} ${target.kind}`.toLowerCase()];
  if (!words.every((word) => all.includes(word))) return null;
  const first = words[0] ?? '';
  return label.startsWith(first) ? 0 : label.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(first)) ? 1 : 2;
}

/** The best few of each kind, kinds in the order in which they come. */
export function find(targets: readonly Target[], text: string): Target[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const ranked = targets.flatMap((target) => {
    const place = rank(target, words);
    return place === null ? [] : [{ target, place }];
  });
  return [...new Set(targets.map((target) => target.kind))].flatMap((kind) =>
    ranked
      .filter(({ target }) => target.kind === kind)
      .sort((one, other) => one.place - other.place)
      .slice(0, most)
      .map(({ target }) => target),
  );
}
