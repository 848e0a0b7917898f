import { useMemo, useSyncExternalStore } from 'react';
import { useSearchParams } from 'react-router';
import type { FilterOperator, Granularity, PropertyFilter } from './gql/graphql';

/** Everything that defines a view is in its address: range, comparison, filters. */
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

export interface View {
  preset: Preset;
  from: string;
  to: string;
  granularity: Granularity;
  compare: boolean;
  filters: PropertyFilter[];
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

export function granularityOf(from: number, to: number): Granularity {
  const days = (to - from) / dayMs;
  if (days <= 2) return 'HOUR';
  return days <= 92 ? 'DAY' : 'WEEK';
}

/** "page~EQUALS~/pricing" ↔ a filter; the tilde is kept out of values by percent-encoding. */
export const writeFilter = (filter: PropertyFilter): string =>
  [filter.property, filter.operator, ...(filter.values ?? [])].map((part) => encodeURIComponent(part).replaceAll('~', '%7E')).join('~');

export function readFilter(text: string): PropertyFilter | null {
  const [property, operator, ...values] = text.split('~').map((part) => decodeURIComponent(part));
  return property && operator ? { property, operator: operator as FilterOperator, values } : null;
}

export function readView(params: URLSearchParams, now: number): View {
  const asked = params.get('range') ?? '7d';
  const from = Date.parse(params.get('from') ?? '');
  const to = Date.parse(params.get('to') ?? '');
  const custom = asked === 'custom' && from < to;
  const preset: Preset = custom ? 'custom' : asked in presets ? (asked as Preset) : '7d';
  const [start, end] = preset === 'custom' ? [from, to] : rangeOf(preset, now);
  return {
    preset,
    from: new Date(start).toISOString(),
    to: new Date(end).toISOString(),
    granularity: granularityOf(start, end),
    compare: params.get('compare') !== 'off',
    filters: params.getAll('f').flatMap((text) => readFilter(text) ?? []),
  };
}

export interface ViewActions {
  view: View;
  set: (changes: Record<string, string | null>) => void;
  addFilter: (property: string, value: string) => void;
  removeFilter: (index: number) => void;
}

// The day may turn while the page is open: a quarter of an hour is often enough to notice, and keeps queries cacheable.
const currentQuarter = (): number => Math.floor(Date.now() / 900_000);

function everyMinute(notice: () => void): () => void {
  const timer = setInterval(notice, 60_000);
  return () => clearInterval(timer);
}

export function useView(): ViewActions {
  const [params, setParams] = useSearchParams();
  const quarter = useSyncExternalStore(everyMinute, currentQuarter);
  const view = useMemo(() => readView(params, quarter * 900_000), [params, quarter]);
  const update = (change: (next: URLSearchParams) => void) => {
    const next = new URLSearchParams(params);
    change(next);
    void setParams(next);
  };
  return {
    view,
    set: (changes) =>
      update((next) => {
        for (const [name, value] of Object.entries(changes)) {
          if (value === null) next.delete(name);
          else next.set(name, value);
        }
      }),
    addFilter: (property, value) =>
      update((next) => {
        const text = writeFilter({ property, operator: 'EQUALS', values: [value] });
        if (!next.getAll('f').includes(text)) next.append('f', text);
      }),
    removeFilter: (index) =>
      update((next) => {
        const rest = next.getAll('f').filter((_, place) => place !== index);
        next.delete('f');
        rest.forEach((text) => next.append('f', text));
      }),
  };
}
