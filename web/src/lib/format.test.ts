import { describe, expect, it } from 'vitest';
import { change, counted, duration, percent, periodName, periodTick, rangeName, seconds, short } from './format';

describe('formatting', () => {
  it('shortens only what is long', () => {
    expect([short(1234), short(9999), short(12345), short(1_234_567), short(2.5)]).toEqual(['1,234', '9,999', '12.3k', '1.2M', '2.5']);
  });
  it('writes durations as people say them', () => {
    expect([duration(0), duration(0.04), duration(5), duration(200), duration(7260), duration(90_000), duration(172_800)]).toEqual(['0s', '40 ms', '5s', '3m 20s', '2h 1m', '1d 1h', '2d']);
  });
  it('reads ISO 8601 durations', () => {
    expect([seconds('PT6M29.5S'), seconds('P1DT1H'), seconds('PT0S'), seconds('nonsense')]).toEqual([389.5, 90_000, 0, 0]);
  });
  it('has no change without a base', () => {
    expect([change(3, 2), change(1, 0), percent(0.1234)]).toEqual([0.5, null, '12.3%']);
  });
  it('counts one and many', () => {
    expect([counted(1, 'visitor'), counted(1234, 'visitor'), counted(2, 'city', 'cities')]).toEqual(['1 visitor', '1,234 visitors', '2 cities']);
  });
  it('says ranges by their first and last day', () => {
    expect([
      rangeName('2026-11-24T00:00:00Z', '2026-11-25T00:00:00Z'),
      rangeName('2026-11-18T00:00:00Z', '2026-11-25T00:00:00Z'),
      rangeName('2026-10-28T00:00:00Z', '2026-11-25T00:00:00Z'),
      rangeName('2025-12-30T00:00:00Z', '2026-01-02T00:00:00Z'),
    ]).toEqual(['24 Nov 2026', '18 – 24 Nov 2026', '28 Oct – 24 Nov 2026', '30 Dec 2025 – 1 Jan 2026']);
  });
  it('names periods on axes briefly and in tooltips fully', () => {
    const at = '2026-11-23T14:00:00Z';
    expect([periodTick(at, 'HOUR'), periodTick('2026-11-23T00:00:00Z', 'HOUR'), periodTick(at, 'DAY'), periodTick(at, 'MONTH')]).toEqual(['14:00', '23 Nov', '23 Nov', 'Nov 2026']);
    expect([periodName(at, 'HOUR'), periodName(at, 'WEEK')]).toEqual(['Mon, 23 Nov 2026, 14:00', 'week of Mon, 23 Nov 2026']);
  });
});
