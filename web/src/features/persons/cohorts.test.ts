import { expect, it } from 'vitest';
import { entries, words } from './cohorts';

it('says rules in words', () => {
  expect(words({ all: true, match: [{ did: { name: 'Order placed', filters: [] }, atLeast: 2, within: 'P7D' }, { didNot: { name: 'page_viewed', filters: [] }, atLeast: 1 }] })).toBe('did Order placed at least 2 times in the last 7 days and did not Page viewed');
  expect(words({ all: false, match: [{ property: { property: 'traits.plan', operator: 'EQUALS', values: ['pro'] } }, { did: { name: 'a', filters: [] } }] })).toBe('traits.plan is pro or did a');
  expect(words({ match: [], members: ['x', 'y'] })).toBe('2 persons of a funnel');
});

it('lists segments and cohorts by name, each as what it is', () => {
  const question = { match: [{ did: { name: 'a', filters: [] } }], all: true };
  const at = '2026-11-25T00:00:00Z';
  expect(entries({ segments: [{ id: '1', name: 'b', size: 3, question, definedAt: at }], cohorts: [{ id: '2', name: 'a', size: 1, question, definedAt: at, updatedAt: at, static: true }] }).map(({ name, kind }) => [name, kind])).toEqual([['a', 'static'], ['b', 'segment']]);
});
