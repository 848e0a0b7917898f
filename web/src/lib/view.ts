import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { useSearchParams } from 'react-router';
import { readFilter, writeFilter } from './filters';
import type { Granularity, PropertyFilter } from './gql/graphql';

/** Everything that defines a view is in its address: range, comparison, filters, moment of knowledge. */
export type Preset = 'today' | 'yesterday' | '7d' | '28d' | '90d' | 'month' | 'year' | 'custom';

export const presets: Record<Exclude<Preset, 'custom'>, string> = {
  today: 'Today',
  yesterday: 'Yesterday',
  '7d': 'Last 7 days',
  '28d': 'Last 28 days',
  '90d': 'Last 90 days',
  month: 'This month',
  year: 'This year',
};

export interface Range {
  from: string;
  to: string;
}

export interface View extends Range {
  preset: Preset;
  range: Range;
  /** As long a time before, and of it only as much as has passed of the range: what a fair comparison compares with. */
  before: Range;
  /** Whether the range has not ended yet. */
  running: boolean;
  granularity: Granularity;
  compare: boolean;
  filters: PropertyFilter[];
  /** The saved segment or cohort that questions are asked of; null is everybody. */
  segmentId: string | null;
  /** The moment as of whose knowledge answers are wanted; null is now. */
  asOf: string | null;
}

const dayMs = 86_400_000;
const startOfDay = (at: number): number => Math.floor(at / dayMs) * dayMs;

/** The half-open range of a preset, in UTC; days end with the running one. */
export function rangeOf(preset: Exclude<Preset, 'custom'>, now: number): [number, number] {
  const today = startOfDay(now);
  const { year, month } = { year: new Date(now).getUTCFullYear(), month: new Date(now).getUTCMonth() };
  switch (preset) {
    case 'today':
      return [today, today + dayMs];
    case 'yesterday':
      return [today - dayMs, today];
    case '7d':
      return [today - 6 * dayMs, today + dayMs];
    case '28d':
      return [today - 27 * dayMs, today + dayMs];
    case '90d':
      return [today - 89 * dayMs, today + dayMs];
    case 'month':
      return [Date.UTC(year, month, 1), today + dayMs];
    case 'year':
      return [Date.UTC(year, 0, 1), today + dayMs];
  }
}

/** The periods that make a readable chart of a range, the best one first. */
export function granularitiesOf(from: number, to: number): readonly Granularity[] {
  const days = (to - from) / dayMs;
  if (days <= 2) return ['HOUR', 'MINUTE', 'DAY'];
  if (days <= 14) return ['DAY', 'HOUR', 'WEEK'];
  return days <= 92 ? ['DAY', 'WEEK', 'MONTH'] : ['WEEK', 'DAY', 'MONTH'];
}

export function readView(params: URLSearchParams, now: number): View {
  const asked = params.get('range') ?? '7d';
  const from = Date.parse(params.get('from') ?? '');
  const to = Date.parse(params.get('to') ?? '');
  const known = Date.parse(params.get('asof') ?? '');
  const custom = asked === 'custom' && from < to;
  const preset: Preset = custom ? 'custom' : asked in presets ? (asked as Preset) : '7d';
  const [start, end] = preset === 'custom' ? [from, to] : rangeOf(preset, now);
  const possible = granularitiesOf(start, end);
  const [length, iso] = [end - start, (at: number) => new Date(at).toISOString()];
  const range = { from: iso(start), to: iso(end) };
  return {
    ...range,
    preset,
    range,
    before: { from: iso(start - length), to: iso(Math.max(start + 1, Math.min(end, now)) - length) },
    running: start <= now && now < end,
    granularity: possible.find((granularity) => granularity === params.get('by')) ?? possible[0] ?? 'DAY',
    compare: params.get('compare') !== 'off',
    segmentId: params.get('segment') || null,
    filters: params.getAll('f').flatMap((text) => readFilter(text) ?? []),
    asOf: Number.isNaN(known) ? null : iso(known),
  };
}

/** The address with some parameters changed; null removes one. */
export function changed(params: URLSearchParams, changes: Record<string, string | readonly string[] | null>): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const [name, value] of Object.entries(changes)) {
    next.delete(name);
    if (value !== null) [value].flat().forEach((one) => next.append(name, one));
  }
  return next;
}

export interface ViewActions {
  view: View;
  set: (changes: Record<string, string | readonly string[] | null>) => void;
  setFilters: (filters: readonly PropertyFilter[]) => void;
  /** Shows only what has this value, instead of another filter for the same value of the same property. */
  addFilter: (property: string, value: string) => void;
}

// The day may turn while the page is open: a quarter of an hour is often enough to notice, and keeps queries cacheable.
const currentQuarter = (): number => Math.floor(Date.now() / 900_000);

function everyMinute(notice: () => void): () => void {
  const timer = setInterval(notice, 60_000);
  return () => clearInterval(timer);
}

/** What an address shows at this moment. */
export const currentView = (params: URLSearchParams): View => readView(params, currentQuarter() * 900_000);

export function useView(): ViewActions {
  const [params, setParams] = useSearchParams();
  const quarter = useSyncExternalStore(everyMinute, currentQuarter);
  const view = useMemo(() => readView(params, quarter * 900_000), [params, quarter]);
  const set = useCallback<ViewActions['set']>((changes) => void setParams((before) => changed(before, changes)), [setParams]);
  const setFilters = (filters: readonly PropertyFilter[]) => set({ f: filters.map(writeFilter) });
  return {
    view,
    set,
    setFilters,
    addFilter: (property, value) => {
      const filter: PropertyFilter = { property, operator: 'EQUALS', values: [value] };
      if (!view.filters.some((known) => writeFilter(known) === writeFilter(filter))) setFilters([...view.filters, filter]);
    },
  };
}

/** One choice of an address: the first option is what an address without it means. */
export function choiceOf<T extends string>(params: URLSearchParams, name: string, options: readonly [T, ...T[]]): T {
  const asked = params.get(name);
  return options.find((option) => option === asked) ?? options[0];
}

/** The choice of the current address, and how to make another. */
export function useChoice<T extends string>(name: string, options: readonly [T, ...T[]]): [T, (value: T) => void] {
  const [params, setParams] = useSearchParams();
  const value = choiceOf(params, name, options);
  return [value, (next) => void setParams((before) => changed(before, { [name]: next === options[0] ? null : next }))];
}
