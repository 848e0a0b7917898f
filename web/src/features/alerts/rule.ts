import { duration, seconds } from '../../lib/format';
import type { AlertRuleInput } from '../../lib/gql/graphql';
import { propertyName, valueName } from '../../lib/words';
import type { Rule, Watch } from './alerts';

/** A duration of whole minutes, as it is sent. */
export const minutes = (count: number): string => `PT${count}M`;

/** What a form begins with: a rule as it is, or the one that most people want first. */
export const draftOf = (rule: Rule | null): AlertRuleInput =>
  rule
    ? {
        name: rule.name, metric: rule.metric, funnelId: rule.funnelId, dimension: rule.dimension, value: rule.value, condition: rule.condition, window: rule.window, for: rule.for, recoverAfter: rule.recoverAfter,
        severity: rule.severity, notify: rule.steps[0]?.notify ?? [], escalation: rule.steps.slice(1).map(({ after, notify }) => ({ after, notify })),
      }
    : { name: '', metric: 'conversions', condition: '< 1', window: 'PT30M', for: 'PT5M', recoverAfter: 'PT0S', severity: 'WARNING', notify: [], escalation: [] };

const spoken = (iso: string): string => duration(seconds(iso)).replace(/ 0[sm]$/, '');

/** What a rule watches, in words: "Events of Austria in 10m < 5, for 5m". */
export function ruleWords(rule: Pick<Rule, 'metric' | 'funnelId' | 'dimension' | 'value' | 'condition' | 'window' | 'for'>, { alertFigures, savedFunnels }: Pick<Watch, 'alertFigures' | 'savedFunnels'>): string {
  const figure = alertFigures.find(({ name }) => name === rule.metric);
  const metric = rule.funnelId ? `Conversion of ${savedFunnels.find(({ id }) => id === rule.funnelId)?.name ?? 'a funnel'}` : (figure?.label ?? rule.metric ?? '');
  const span = figure && seconds(figure.longestWindow) === 0 ? '' : ` in ${spoken(rule.window)}`;
  const of = rule.dimension ? (rule.value ? ` of ${valueName(rule.dimension, rule.value)}` : ` by ${propertyName(rule.dimension).toLowerCase()}`) : '';
  return `${metric}${of}${span} ${rule.condition}${seconds(rule.for) > 0 ? `, for ${spoken(rule.for)}` : ''}`;
}
