import { expect, it } from 'vitest';
import { readRule, type Rule, segmentOf, writeRule } from './segment';

const rules: Rule[] = [
  { kind: 'did', match: { name: 'Order placed', filters: [{ property: 'page', operator: 'EQUALS', values: ['/a b'] }] }, atLeast: 2, within: 'P7D' },
  { kind: 'didNot', match: { name: '*', filters: [] }, atLeast: 1, within: null },
  { kind: 'is', property: { property: 'traits.plan', operator: 'EQUALS', values: ['pro plus'] } },
];

it('gives back what an address was written from', () => {
  expect(rules.map((rule) => readRule(writeRule(rule)))).toEqual(rules);
});

it('names no rule where an address makes no sense', () => {
  expect(['', 'did', 'did 0 - a', 'was 1 - a', 'is x'].map(readRule)).toEqual([null, null, null, null, null]);
});

it('asks the server for all or any of them, and for everybody without any', () => {
  expect(segmentOf([], true)).toBeNull();
  expect(segmentOf(rules.slice(1), false)).toEqual({ all: false, match: [{ didNot: { name: '*', filters: [] }, atLeast: 1, within: null }, { property: rules[2]?.kind === 'is' && rules[2].property }] });
});
