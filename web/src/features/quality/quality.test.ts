import { expect, it } from 'vitest';
import { ago, daily, received, volumeLines } from './quality';

const period = (start: string, accepted: number, dropped = 0) => ({ start, accepted, dropped, duplicates: 0, late: 0, violations: 0 });

it('counts everything that came', () => {
  expect(received({ at: '2026-11-24T12:00:00Z', accepted: 5, duplicates: 2, late: 3, dropped: [{ reason: 'BOT', count: 4 }], violations: [], sources: [], volumes: [] })).toBe(11);
});

it('draws a line for each kind that came, up to now, the running period unfinished', () => {
  const hours = [period('2026-11-24T10:00:00Z', 5), period('2026-11-24T11:00:00Z', 2, 1), period('2026-11-24T12:00:00Z', 0)];
  const lines = volumeLines(hours, Date.parse('2026-11-24T11:30:00Z'));
  expect(lines.map((line) => line.label)).toEqual(['Stored', 'Refused']);
  expect(lines[0]?.points.map((point) => [point.value, point.complete])).toEqual([[5, true], [2, false]]);
});

it('tells days from hours', () => {
  expect(daily([period('2026-11-24T00:00:00Z', 1), period('2026-11-25T00:00:00Z', 1)])).toBe(true);
  expect(daily([period('2026-11-24T10:00:00Z', 1), period('2026-11-24T11:00:00Z', 1)])).toBe(false);
  expect(daily([period('2026-11-24T10:00:00Z', 1)])).toBe(false);
});

it('tells how fresh a source is', () => {
  const now = Date.parse('2026-11-24T12:00:00Z');
  expect(ago('2026-11-24T11:56:40Z', now)).toBe('3m 20s ago');
  expect(ago('2026-11-24T12:00:09Z', now)).toBe('just now');
});
