import { describe, expect, it } from 'vitest';
import { draftOf, ruleWords } from './rule';
import type { Rule } from './alerts';

const rule: Rule = {
  id: 'a', name: 'Few', enabled: true, firing: false, lastFiredAt: null, metric: 'events', funnelId: null, dimension: 'country', value: 'AT', condition: '< 5', window: 'PT10M', for: 'PT5M', recoverAfter: 'PT0S',
  severity: 'CRITICAL', silencedUntil: null, silenceNote: null, steps: [{ after: 'PT0S', notify: ['Chat'] }, { after: 'PT15M', notify: ['Pager'] }],
};
const known = {
  alertFigures: [
    { name: 'events', label: 'Events', dimensions: ['country'], longestWindow: 'P1D', simulated: true },
    { name: 'anomalies', label: 'Anomalies under way', dimensions: ['metric'], longestWindow: 'PT0S', simulated: true },
  ],
  savedFunnels: [{ id: 'f', name: 'Sign-up', archived: false }],
};

describe('rules of alerts', () => {
  it('are told in words', () => {
    expect(ruleWords(rule, known)).toBe('Events of Austria in 10m < 5, for 5m');
    expect(ruleWords({ ...rule, value: null, for: 'PT0S', window: 'PT1H' }, known)).toBe('Events by country in 1h < 5');
    expect(ruleWords({ ...rule, metric: 'anomalies', dimension: null, value: null, condition: '> 0' }, known)).toBe('Anomalies under way > 0, for 5m');
    expect(ruleWords({ ...rule, metric: null, funnelId: 'f', dimension: null, value: null, condition: '< 2 %', for: 'PT0S' }, known)).toBe('Conversion of Sign-up in 10m < 2 %');
  });
  it('are changed from what they are, the first step apart from those that follow', () => {
    expect(draftOf(rule)).toMatchObject({ notify: ['Chat'], escalation: [{ after: 'PT15M', notify: ['Pager'] }], severity: 'CRITICAL' });
  });
});
