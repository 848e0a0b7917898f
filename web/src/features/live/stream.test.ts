import { expect, it } from 'vitest';
import { arrive, nothing, pause, resume } from './stream';

const event = (id: string) => ({ id, name: 'x', occurredAt: '2026-11-24T09:00:00Z', visitorId: 'v', properties: {} });

it('holds events back while somebody reads, and shows them afterwards, each once', () => {
  const reading = [event('2'), event('3'), event('2')].reduce(arrive, pause(arrive(nothing, event('1'))));
  expect(reading.shown.map((shown) => shown.id)).toEqual(['1']);
  expect(resume(reading).shown.map((shown) => shown.id)).toEqual(['3', '2', '1']);
});
