import { describe, expect, it } from 'vitest';
import { granularityOf, readFilter, readView, writeFilter } from './view';

const now = Date.UTC(2026, 10, 24, 9, 30);

describe('the view in the address', () => {
  it('gives back every filter as it was, whatever characters it has', () => {
    const filter = { property: 'page', operator: 'EQUALS' as const, values: ['/a~b&c=d?e', 'ü'] };
    expect(readFilter(writeFilter(filter))).toEqual(filter);
  });
  it('ranges over whole days that end with the running one', () => {
    const view = readView(new URLSearchParams('range=7d'), now);
    expect([view.from, view.to, view.granularity]).toEqual(['2026-11-18T00:00:00.000Z', '2026-11-25T00:00:00.000Z', 'DAY']);
  });
  it('falls back to a week when the address makes no sense', () => {
    expect(readView(new URLSearchParams('range=custom&from=x&to=y'), now).preset).toBe('7d');
  });
  it('shows hours for days and weeks for years', () => {
    expect([granularityOf(0, 86_400_000), granularityOf(0, 365 * 86_400_000)]).toEqual(['HOUR', 'WEEK']);
  });
});
