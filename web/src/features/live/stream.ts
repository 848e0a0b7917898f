import type { ShownEvent } from '../../components/EventRow';

/** The newest events; while paused they gather unseen, and nothing jumps. */
export interface Stream {
  shown: ShownEvent[];
  waiting: ShownEvent[];
  paused: boolean;
}

export const nothing: Stream = { shown: [], waiting: [], paused: false };

const most = 30;

export function arrive(stream: Stream, event: ShownEvent): Stream {
  if (stream.shown.some((known) => known.id === event.id) || stream.waiting.some((known) => known.id === event.id)) return stream;
  return stream.paused
    ? { ...stream, waiting: [event, ...stream.waiting].slice(0, most) }
    : { ...stream, shown: [event, ...stream.shown].slice(0, most) };
}

export const pause = (stream: Stream): Stream => ({ ...stream, paused: true });

export const resume = (stream: Stream): Stream => ({ shown: [...stream.waiting, ...stream.shown].slice(0, most), waiting: [], paused: false });
