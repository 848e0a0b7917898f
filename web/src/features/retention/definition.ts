import type { CohortStart, Granularity, RetentionMode, RetentionPeriod } from '../../lib/gql/graphql';

export const periods: Record<RetentionPeriod, string> = { DAY: 'by day', WEEK: 'by week', MONTH: 'by month', ROLLING_DAY: 'by 24 hours' };
export const modes: Record<RetentionMode, string> = { ON: 'in the period', ON_OR_AFTER: 'in it or later' };
export const starts: Record<CohortStart, string> = { FIRST_EVER: 'for the first time', ANY: 'any time' };

/** What a period is called by its number: "Day 3". */
export const nouns: Record<RetentionPeriod, string> = { DAY: 'Day', WEEK: 'Week', MONTH: 'Month', ROLLING_DAY: 'Day' };

/** How the starts of cohorts are named. */
export const calendars: Record<RetentionPeriod, Granularity> = { DAY: 'DAY', WEEK: 'WEEK', MONTH: 'MONTH', ROLLING_DAY: 'DAY' };

/** How time is divided, the best way for a range first. */
export function periodsOf(days: number): [RetentionPeriod, ...RetentionPeriod[]] {
  if (days <= 31) return ['DAY', 'WEEK', 'MONTH', 'ROLLING_DAY'];
  return days <= 200 ? ['WEEK', 'DAY', 'MONTH', 'ROLLING_DAY'] : ['MONTH', 'WEEK', 'DAY', 'ROLLING_DAY'];
}

const dayMs = 86_400_000;

/** Whether a period of a cohort has begun by a moment: those that have not are left empty. */
export function begun(start: string, period: RetentionPeriod, number: number, at: string): boolean {
  const first = new Date(start);
  const begins = period === 'MONTH' ? Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + number, 1) : first.getTime() + number * dayMs * (period === 'WEEK' ? 7 : 1);
  return begins <= Date.parse(at);
}

export const meaning = {
  size: 'A cohort is the persons who began in the same period: by their first event of the kind ever, or by any.',
  cell: 'Of those, the share with a return event in the period with that number, counted from the one of their start (or in it or any later one). Calendar periods are UTC, weeks begin on Monday; 24 hours count from each person\'s own start. Dashed: the period is not over yet.',
  mean: 'All cohorts for which the period is over, weighted by their size.',
};
