import { readFilter, writeFilter } from './filters';
import type { Aggregate, EventMatch, SeriesInput } from './gql/graphql';

/** Aggregates in words; those that need a numeric property say so. */
export const aggregates: Record<Aggregate, string> = {
  TOTAL: 'Total count',
  UNIQUE_PERSONS: 'Unique persons',
  UNIQUE_SESSIONS: 'Unique sessions',
  SUM: 'Sum of',
  AVERAGE: 'Mean of',
  MINIMUM: 'Least of',
  MAXIMUM: 'Greatest of',
  P50: 'Median of',
  P90: '90th percentile of',
  P99: '99th percentile of',
};

/** Whether it is computed of a numeric property. */
export const ofProperty = (aggregate: Aggregate): boolean => !['TOTAL', 'UNIQUE_PERSONS', 'UNIQUE_SESSIONS'].includes(aggregate);

const join = (parts: readonly string[]): string => parts.map((part) => encodeURIComponent(part).replaceAll('!', '%21')).join('!');

function split(text: string): string[] {
  try {
    return text.split('!').map((part) => decodeURIComponent(part));
  } catch {
    return [];
  }
}

/** "order_placed!country~EQUALS~AT" ↔ events of a name with conditions, for an address. */
export const writeMatch = ({ name, filters }: EventMatch): string => join([name, ...(filters ?? []).map(writeFilter)]);

/** The events that an address names; null when it names none. */
export function readMatch(text: string): EventMatch | null {
  const [name, ...filters] = split(text);
  return name ? { name, filters: filters.flatMap((filter) => readFilter(filter) ?? []) } : null;
}

/** A line of a trend, for an address. */
export const writeSeries = ({ match, aggregate, property }: SeriesInput): string => join([aggregate ?? 'TOTAL', property ?? '', writeMatch(match)]);

/** The line that an address names; null when it names none. */
export function readSeries(text: string): SeriesInput | null {
  const [aggregate, property, written] = split(text);
  const match = readMatch(written ?? '');
  if (!match || !aggregate || !(aggregate in aggregates)) return null;
  return { match, aggregate: aggregate as Aggregate, property: property || null };
}

/** Why a line cannot be asked for yet; null when it can. */
export const seriesProblem = ({ aggregate, property }: SeriesInput): string | null => (aggregate && ofProperty(aggregate) && !property ? `Choose the property for "${aggregates[aggregate]}"` : null);
