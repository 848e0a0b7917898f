/** The newest events; while paused they gather unseen, and nothing jumps. */
export interface Stream<Item> {
  shown: readonly Item[];
  waiting: readonly Item[];
  paused: boolean;
}

export const nothing: Stream<never> = { shown: [], waiting: [], paused: false };

/** So many are kept; the oldest give way. */
export const most = 30;

interface Stored {
  id: string;
  sequence: number;
}

const newestFirst = (one: Stored, other: Stored): number => other.sequence - one.sequence;

/** Events that came, in any order: the last stored comes first, and each is shown once. */
export function arrive<Item extends Stored>(stream: Stream<Item>, events: readonly Item[]): Stream<Item> {
  const known = new Set([...stream.shown, ...stream.waiting].map((event) => event.id));
  const news: Item[] = [];
  for (const event of events) {
    if (known.has(event.id)) continue;
    known.add(event.id);
    news.push(event);
  }
  if (news.length === 0) return stream;
  const among = (kept: readonly Item[]) => [...news, ...kept].sort(newestFirst).slice(0, most);
  return stream.paused ? { ...stream, waiting: among(stream.waiting) } : { ...stream, shown: among(stream.shown) };
}

export const pause = <Item>(stream: Stream<Item>): Stream<Item> => (stream.paused ? stream : { ...stream, paused: true });

export const resume = <Item>(stream: Stream<Item>): Stream<Item> => (stream.paused ? { shown: [...stream.waiting, ...stream.shown].slice(0, most), waiting: [], paused: false } : stream);
