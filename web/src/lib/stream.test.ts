import { expect, it } from 'vitest';
import { arrive, nothing, pause, resume, type Stream } from './stream';

const events = (...sequences: number[]) => sequences.map((sequence) => ({ id: `e${sequence}`, sequence }));
const shown = (stream: Stream<{ sequence: number }>) => stream.shown.map((event) => event.sequence);
const start = (...sequences: number[]) => arrive<{ id: string; sequence: number }>(nothing, events(...sequences));

it('holds events back while somebody reads, and shows them afterwards, each once', () => {
  const reading = arrive(arrive(pause(start(1)), events(2, 3, 2)), events(3, 1));
  expect([shown(reading), reading.waiting.length]).toEqual([[1], 2]);
  expect(shown(resume(reading))).toEqual([3, 2, 1]);
});

it('shows the last stored first, in whatever order they are told', () => {
  expect(shown(arrive(start(5, 2), events(3, 7)))).toEqual([7, 5, 3, 2]);
});

it('keeps the newest thirty', () => {
  const many = start(...Array.from({ length: 100 }, (_, index) => index));
  expect([shown(many).length, shown(many)[0]]).toEqual([30, 99]);
});
