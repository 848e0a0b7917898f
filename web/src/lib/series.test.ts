import { expect, it } from 'vitest';
import { readMatch, readSeries, seriesProblem, writeMatch, writeSeries } from './series';

const match = { name: 'Order! ~ 100%', filters: [{ property: 'page', operator: 'EQUALS' as const, values: ['/a~b!c', 'ü'] }, { property: 'plan', operator: 'IS_SET' as const, values: [] }] };

it('gives back what an address was written from, whatever characters it has', () => {
  const series = { match, aggregate: 'SUM' as const, property: 'price!' };
  expect([readMatch(writeMatch(match)), readSeries(writeSeries(series))]).toEqual([match, series]);
});

it('names nothing where an address makes no sense', () => {
  expect([readMatch(''), readMatch('%'), readSeries('MEDIAN!!x'), readSeries('TOTAL!!')]).toEqual([null, null, null, null]);
});

it('asks for the property that an aggregate needs', () => {
  expect([seriesProblem({ match, aggregate: 'SUM' }), seriesProblem({ match, aggregate: 'TOTAL' })]).toEqual(['Choose the property for "Sum of"', null]);
});
