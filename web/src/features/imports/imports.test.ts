import { expect, test } from 'vitest';
import { type Day, guess, points } from './imports';

test('a file is guessed by its name', () => {
  expect(guess('website_event.csv')).toBe('umami');
  expect(guess('imported_pages_2020_2024.csv')).toBe('plausible');
  expect(guess('orders.CSV.gz')).toBe('csv');
  expect(guess('access.log.1')).toBe('apache');
  expect(guess('events.json')).toBeNull();
});

const day = (text: string, visitors: number | null): Day => ({ day: text, figures: { visitors, visits: null, views: 2 } });

test('few days are told one by one, many by month, and none is lost', () => {
  expect(points([day('2024-01-31', 3), day('2024-02-01', null)], 'visitors')).toEqual({
    granularity: 'DAY',
    points: [{ start: '2024-01-31T00:00:00Z', value: 3, complete: true }, { start: '2024-02-01T00:00:00Z', value: 0, complete: true }],
  });
  const many = Array.from({ length: 200 }, (_, index) => day(new Date(Date.UTC(2023, 10, 20 + index)).toISOString().slice(0, 10), 1));
  const { granularity, points: months } = points(many, 'visitors');
  expect(granularity).toBe('MONTH');
  expect(months[0]).toEqual({ start: '2023-11-01T00:00:00Z', value: 11, complete: true });
  expect(months.reduce((sum, month) => sum + month.value, 0)).toBe(200);
});
