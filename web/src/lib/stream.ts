/** The newest events; while paused they gather unseen, and nothing jumps. */
export interface Stream<Item> {
  shown: readonly Item[];
  waiting: readonly Item[];
  paused: boolean;
}

export const nothing: Stream<never> = { shown: [], waiting: [], paused: false };

/** So many are kept; the oldest give way. */
export const most = 30;

/** Events that came, the oldest first; each is shown once. */
export function arrive<Item extends { id: string }>(stream: Stream<Item>, events: readonly Item[]): Stream<Item> {
  const known = new Set([...stream.shown, ...stream.waiting].map((event) => event.id));
  const news: Item[] = [];
  for (const event of events) {
    if (known.has(event.id)) continue;
    known.add(event.id);
    news.unshift(event);
  }
  if (news.length === 0) return stream;
  return stream.paused ? { ...stream, waiting: [...news, ...stream.waiting].slice(0, most) } : { ...stream, shown: [...news, ...stream.shown].slice(0, most) };
}

export const pause = <Item>(stream: Stream<Item>): Stream<Item> => (stream.paused ? stream : { ...stream, paused: true });

export const resume = <Item>(stream: Stream<Item>): Stream<Item> => (stream.paused ? { shown: [...stream.waiting, ...stream.shown].slice(0, most), waiting: [], paused: false } : stream);
