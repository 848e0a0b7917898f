import { expect, it } from 'vitest';
import { granularityOf, tableOf } from './answers';
import { resized, sized } from './dashboards';

it('makes rows of every kind of answer', () => {
  const start = '2026-11-24T00:00:00Z';
  const point = { start, value: 3, complete: true };
  expect(tableOf('TREND', { series: [{ key: 'A', label: 'page_viewed', breakdown: [], total: 3, points: [point], previous: null }] })).toEqual({ head: ['Start (UTC)', 'Page viewed'], rows: [[start, 3]] });
  expect(tableOf('FUNNEL', { conversion: 0.5, steps: [{ index: 0, label: 'a', count: 2, conversionFromStart: 1, conversionFromPrevious: 1, medianTimeFromPrevious: null }] }).rows).toEqual([[1, 'a', 2, 1, 1]]);
  expect(tableOf('RETENTION', { cohorts: [{ start, breakdown: null, size: 4, counts: [4, 1], rates: [1, 0.25] }], mean: [1, 0.25] })).toEqual({ head: ['Cohort (UTC)', 'Persons', 'Period 1'], rows: [[start, 4, 1]] });
  expect(tableOf('PATHS', { paths: 1, links: [{ step: 1, source: '/', target: '/a', count: 1 }] }).rows).toEqual([[1, '/', '/a', 1]]);
  expect(tableOf('LIFECYCLE', { periods: [{ start, new: 1, returning: 2, resurrecting: 3, dormant: 4 }] }).rows).toEqual([[start, 1, 2, 3, 4]]);
  expect(tableOf('STICKINESS', { days: [{ daysActive: 1, persons: 9 }] }).rows).toEqual([[1, 9]]);
  const credits = [{ model: 'FIRST_TOUCH', conversions: 0.5, amount: null }, { model: 'LAST_NON_DIRECT', conversions: 1, amount: 20 }];
  expect(tableOf('ATTRIBUTION', { rows: [{ value: 'Email', credits }] })).toEqual({ head: ['Owed to', 'First touch', 'Last non direct'], rows: [['Email', 0.5, 20]] });
});

it('tells how long periods are from where they begin', () => {
  const at = (...starts: string[]) => starts.map((start) => ({ start }));
  expect([at(), at('2026-01-01T00:00:00Z', '2026-01-01T00:01:00Z'), at('2026-01-01T00:00:00Z', '2026-01-01T01:00:00Z'), at('2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'), at('2026-01-05T00:00:00Z', '2026-01-12T00:00:00Z'), at('2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z')].map(granularityOf)).toEqual(['DAY', 'MINUTE', 'HOUR', 'DAY', 'WEEK', 'MONTH']);
});

it('makes tiles wider and narrower up to the edges', () => {
  expect([resized(6, 1), resized(12, 1), resized(6, -1), resized(4, -1), resized(5, 1)]).toEqual([8, 12, 4, 4, 8]);
});

it('sizes tiles by columns and rows as far as the grid goes', () => {
  const size = { width: 6, height: 2 };
  expect([sized(size, 1.4, 0.6), sized(size, -20, -20), sized(size, 20, 20)]).toEqual([{ width: 7, height: 3 }, { width: 2, height: 1 }, { width: 12, height: 4 }]);
});
