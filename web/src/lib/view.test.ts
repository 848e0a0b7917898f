import { describe, expect, it } from 'vitest';
import { changed, granularitiesOf, readView } from './view';

const now = Date.UTC(2026, 10, 24, 9, 30);

describe('the view in the address', () => {
  it('ranges over whole days that end with the running one', () => {
    const view = readView(new URLSearchParams('range=7d'), now);
    expect([view.from, view.to, view.granularity, view.running]).toEqual(['2026-11-18T00:00:00.000Z', '2026-11-25T00:00:00.000Z', 'DAY', true]);
  });
  it('compares a running range with as much of the time before as has passed of it', () => {
    expect(readView(new URLSearchParams('range=today'), now).before).toEqual({ from: '2026-11-23T00:00:00.000Z', to: '2026-11-23T09:30:00.000Z' });
  });
  it('compares a finished range with all of the time before', () => {
    expect(readView(new URLSearchParams('range=yesterday'), now).before).toEqual({ from: '2026-11-22T00:00:00.000Z', to: '2026-11-23T00:00:00.000Z' });
  });
  it('never compares with an empty range, however early the day is', () => {
    const { before } = readView(new URLSearchParams('range=today'), Date.UTC(2026, 10, 24));
    expect(Date.parse(before.from)).toBeLessThan(Date.parse(before.to));
  });
  it('falls back to a week when the address makes no sense', () => {
    expect(readView(new URLSearchParams('range=custom&from=x&to=y&by=YEAR&asof=never'), now)).toMatchObject({ preset: '7d', granularity: 'DAY', asOf: null });
  });
  it('shows hours for days and weeks for years, or what is asked where it can be read', () => {
    expect([granularitiesOf(0, 86_400_000)[0], granularitiesOf(0, 365 * 86_400_000)[0], readView(new URLSearchParams('range=7d&by=HOUR'), now).granularity]).toEqual(['HOUR', 'WEEK', 'HOUR']);
  });
  it('changes what is asked and keeps the rest', () => {
    expect(changed(new URLSearchParams('tenant=a&f=1&f=2&range=7d'), { f: ['3'], range: null, compare: 'off' }).toString()).toBe('tenant=a&f=3&compare=off');
  });
});
