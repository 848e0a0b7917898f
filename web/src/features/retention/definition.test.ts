import { expect, it } from 'vitest';
import { begun, periodsOf } from './definition';

it('leaves out what has not begun, by days, weeks and calendar months', () => {
  const at = '2026-03-02T12:00:00Z';
  expect([begun('2026-03-01T00:00:00Z', 'DAY', 1, at), begun('2026-03-01T00:00:00Z', 'DAY', 2, at)]).toEqual([true, false]);
  expect([begun('2026-02-23T00:00:00Z', 'WEEK', 1, at), begun('2026-02-23T00:00:00Z', 'WEEK', 2, at)]).toEqual([true, false]);
  expect([begun('2026-01-01T00:00:00Z', 'MONTH', 2, at), begun('2026-01-01T00:00:00Z', 'MONTH', 3, at)]).toEqual([true, false]);
});

it('divides a range into a readable number of cohorts', () => {
  expect([periodsOf(7)[0], periodsOf(90)[0], periodsOf(365)[0]]).toEqual(['DAY', 'WEEK', 'MONTH']);
});
