import type { Cell } from '../../lib/csv';
import { periodTick } from '../../lib/format';
import type { Granularity, InsightKind } from '../../lib/gql/graphql';
import { eventName } from '../../lib/words';

export interface TrendShown {
  series: { key: string; label: string; breakdown: string[]; total: number; points: { start: string; value: number; complete: boolean }[]; previous: { start: string; value: number; complete: boolean }[] | null }[];
}
export interface FunnelShown {
  conversion: number;
  steps: { index: number; label: string; count: number; conversionFromStart: number; conversionFromPrevious: number; medianTimeFromPrevious: string | null }[];
}
export interface RetentionShown {
  cohorts: { start: string; breakdown: string | null; size: number; counts: number[]; rates: number[] }[];
  mean: number[];
}
export interface PathsShown {
  paths: number;
  links: { step: number; source: string; target: string; count: number }[];
}
export interface LifecycleShown {
  periods: { start: string; new: number; returning: number; resurrecting: number; dormant: number }[];
}
export interface StickinessShown {
  days: { daysActive: number; persons: number }[];
}

export interface AttributionShown {
  rows: { value: string; credits: { model: string; conversions: number; amount: number | null }[] }[];
}

export interface Table {
  head: readonly string[];
  rows: readonly (readonly Cell[])[];
}

/** What a line is called: its event, or the value that it stands for. */
export const lineName = ({ label, breakdown }: TrendShown['series'][number]): string => (breakdown.length > 0 ? breakdown.join(', ') : eventName(label));

/** FIRST_TOUCH → First touch */
const modelName = (model: string): string => model.charAt(0) + model.slice(1).toLowerCase().replaceAll('_', ' ');

const hour = 3_600_000;

/** The length of the periods that points lie apart. */
export function granularityOf(points: readonly { start: string }[]): Granularity {
  const [first, second] = [points[0], points[1]];
  const apart = first && second ? Date.parse(second.start) - Date.parse(first.start) : 24 * hour;
  if (apart < hour) return 'MINUTE';
  if (apart < 20 * hour) return 'HOUR';
  return apart < 48 * hour ? 'DAY' : apart < 10 * 24 * hour ? 'WEEK' : 'MONTH';
}

/** An answer as rows: for reading, for a file. */
export function tableOf(kind: InsightKind, answer: Record<string, unknown>): Table {
  switch (kind) {
    case 'TREND': {
      const { series } = answer as unknown as TrendShown;
      return { head: ['Start (UTC)', ...series.map(lineName)], rows: (series[0]?.points ?? []).map((point, row) => [point.start, ...series.map(({ points }) => points[row]?.value)]) };
    }
    case 'FUNNEL':
      return { head: ['Step', 'Event', 'Count', 'Of step 1', 'Of the step before'], rows: (answer as unknown as FunnelShown).steps.map((step) => [step.index + 1, eventName(step.label), step.count, step.conversionFromStart, step.conversionFromPrevious]) };
    case 'RETENTION': {
      const { cohorts } = answer as unknown as RetentionShown;
      return { head: ['Cohort (UTC)', 'Persons', ...(cohorts[0]?.counts ?? []).slice(1).map((_, index) => `Period ${index + 1}`)], rows: cohorts.map((cohort) => [cohort.start, ...cohort.counts]) };
    }
    case 'PATHS':
      return { head: ['Step', 'From', 'To', 'Count'], rows: (answer as unknown as PathsShown).links.map(({ step, source, target, count }) => [step, source, target, count]) };
    case 'LIFECYCLE':
      return { head: ['Start (UTC)', 'New', 'Returning', 'Back after a pause', 'Gone quiet'], rows: (answer as unknown as LifecycleShown).periods.map((period) => [period.start, period.new, period.returning, period.resurrecting, period.dormant]) };
    case 'ATTRIBUTION': {
      const { rows } = answer as unknown as AttributionShown;
      return { head: ['Owed to', ...(rows[0]?.credits ?? []).map(({ model }) => modelName(model))], rows: rows.map(({ value, credits }) => [value, ...credits.map(({ conversions, amount }) => amount ?? conversions)]) };
    }
    case 'STICKINESS':
      return { head: ['Days active', 'Persons'], rows: (answer as unknown as StickinessShown).days.map(({ daysActive, persons }) => [daysActive, persons]) };
  }
}

/** A cell as people read it. */
export const cellText = (cell: Cell): string => (typeof cell === 'string' && /^\d{4}-\d\d-\d\dT/.test(cell) ? periodTick(cell, 'DAY') : typeof cell === 'number' ? (Number.isInteger(cell) ? String(cell) : cell.toFixed(3)) : (cell ?? ''));
