import { expect, it } from 'vitest';
import { arrive, nothing, pause, resume, type Stream } from './stream';

const events = (...ids: string[]) => ids.map((id) => ({ id }));
const ids = (stream: Stream<{ id: string }>) => stream.shown.map((shown) => shown.id);

it('holds events back while somebody reads, and shows them afterwards, each once', () => {
  const reading = arrive(arrive(pause(arrive<{ id: string }>(nothing, events('1'))), events('2', '3', '2')), events('3', '1'));
  expect([ids(reading), reading.waiting.length]).toEqual([['1'], 2]);
  expect(ids(resume(reading))).toEqual(['3', '2', '1']);
});

it('keeps the newest thirty', () => {
  const many = arrive<{ id: string }>(nothing, events(...Array.from({ length: 100 }, (_, index) => String(index))));
  expect([ids(many).length, ids(many)[0]]).toEqual([30, '99']);
});
