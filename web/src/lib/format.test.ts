import { describe, expect, it } from 'vitest';
import { change, duration, percent, seconds, short } from './format';

describe('formatting', () => {
  it('shortens only what is long', () => {
    expect([short(1234), short(9999), short(12345), short(1_234_567)]).toEqual(['1,234', '9,999', '12.3k', '1.2M']);
  });
  it('writes durations as people say them', () => {
    expect([duration(5), duration(200), duration(7260)]).toEqual(['5s', '3m 20s', '2h 1m']);
  });
  it('reads ISO 8601 durations', () => {
    expect([seconds('PT6M29.5S'), seconds('P1DT1H'), seconds('PT0S'), seconds('nonsense')]).toEqual([389.5, 90_000, 0, 0]);
  });
  it('has no change without a base', () => {
    expect([change(3, 2), change(1, 0), percent(0.1234)]).toEqual([0.5, null, '12.3%']);
  });
});
