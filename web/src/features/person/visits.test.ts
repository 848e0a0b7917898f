import { expect, it } from 'vitest';
import { visitsOf } from './visits';

const event = (id: string, sessionId: string | null, minute: string) => ({ id, sessionId, name: 'x', occurredAt: `2026-11-24T09:${minute}:00Z`, visitorId: 'v', properties: {} });

it('keeps the events of a visit together even where the visits of two devices overlap', () => {
  const visits = visitsOf([event('5', 'b', '40'), event('4', 'a', '30'), event('3', 'b', '20'), event('2', 'a', '10'), event('1', null, '05')]);
  expect(visits.map((visit) => visit.events.map((one) => one.id))).toEqual([['5', '3'], ['4', '2'], ['1']]);
  expect([visits[0]?.startedAt, visits[0]?.endedAt]).toEqual(['2026-11-24T09:20:00Z', '2026-11-24T09:40:00Z']);
});
