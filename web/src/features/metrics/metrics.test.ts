import { expect, test } from 'vitest';
import { bucketsOf, inUnit } from './metrics';

test('a range is shown in buckets that can be read', () => {
  expect(bucketsOf('2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z')).toEqual(['MINUTE', 'HOUR']);
  expect(bucketsOf('2026-01-01T00:00:00Z', '2026-01-08T00:00:00Z')).toEqual(['HOUR', 'DAY']);
  expect(bucketsOf('2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z')).toEqual(['DAY']);
});

test('a number says what it counts', () => {
  expect(inUnit(0.25, 'SHARE')).toBe('25.0%');
  expect(inUnit(1_500, 'MILLISECONDS')).toBe('2s');
  expect(inUnit(12.345, 'COUNT')).toBe('12.35');
});
