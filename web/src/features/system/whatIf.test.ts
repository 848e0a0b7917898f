import { expect, it } from 'vitest';
import { difference, type Figures, inputOf, lines } from './whatIf';

const range = { from: '2026-11-01T00:00:00Z', to: '2026-11-08T00:00:00Z' };
const figures = (sessions: number, channels: Figures['channels']): Figures => ({ events: 9, persons: 3, sessions, views: 6, bounceRate: 0.5, meanDuration: 'PT1M30S', viewsPerSession: 1.5, conversions: 2, conversionRate: 0.25, channels });

it('asks only for the rules that are changed', () => {
  const asIs = { sessionMinutes: null, mostPerMinute: null, lookBackDays: null, leaveOut: null, conversion: null };
  expect(inputOf(range, asIs)).toEqual({ range, sessionGap: null, mostEventsPerMinute: null, lookBack: null, leaveOut: null, conversion: null });
  expect(inputOf(range, { ...asIs, sessionMinutes: 45, lookBackDays: 7, conversion: 'Paid' })).toMatchObject({ sessionGap: 'PT2700S', lookBack: 'PT604800S', conversion: { name: 'Paid' } });
});

it('puts both figures side by side, with every channel of either', () => {
  const all = lines(figures(4, [{ channel: 'Email', conversions: 2 }]), figures(5, [{ channel: 'Direct', conversions: 2 }]));
  expect(all.map(({ name }) => name)).toContain('Mean duration');
  expect(all.filter(({ name }) => name.startsWith('Owed to')).map(({ name, now, then }) => [name, now, then])).toEqual([['Owed to Email', 2, 0], ['Owed to Direct', 0, 2]]);
  expect(all.map(difference)).toEqual(['none', 'none', '+25.0%', 'none', 'none', 'none', 'none', 'none', '−100.0%', 'from nothing']);
});
