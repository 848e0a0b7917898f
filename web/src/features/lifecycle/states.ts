import type { Kind } from '../../components/chart/BarChart';
import type { LifecycleAnswerQuery, LifecycleState } from '../../lib/gql/graphql';

export type Period = LifecycleAnswerQuery['lifecycle']['periods'][number];

/** What a person is in a period, in the order in which it is drawn. */
export const states: readonly (Kind & { state: LifecycleState; of: (period: Period) => number })[] = [
  { state: 'NEW', label: 'New', colour: '--series-1', of: (period) => period.new },
  { state: 'RETURNING', label: 'Returning', colour: '--series-3', of: (period) => period.returning },
  { state: 'RESURRECTING', label: 'Back after a pause', colour: '--series-5', of: (period) => period.resurrecting },
  { state: 'DORMANT', label: 'Gone quiet', colour: '--series-8', gone: true, of: (period) => period.dormant },
];
