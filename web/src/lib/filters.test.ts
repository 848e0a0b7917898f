import { describe, expect, it } from 'vitest';
import { problemOf, readFilter, writeFilter } from './filters';

describe('filters', () => {
  it('come back from the address as they were, whatever characters they have', () => {
    const filter = { property: 'page', operator: 'EQUALS' as const, values: ['/a~b&c=d?e', 'ü', '100%'] };
    expect(readFilter(writeFilter(filter))).toEqual(filter);
  });
  it('are left out where an address makes no sense, and never break the page', () => {
    expect([readFilter('page'), readFilter('page~LIKE~x'), readFilter('page~EQUALS~%')]).toEqual([null, null, { property: 'page', operator: 'EQUALS', values: ['%'] }]);
  });
  it('say what is missing', () => {
    const filter = { property: 'price', operator: 'GREATER' as const, values: ['ten'] };
    expect([problemOf(filter), problemOf({ ...filter, values: ['10'] }), problemOf({ ...filter, values: [] }), problemOf({ ...filter, operator: 'IS_SET', values: [] }), problemOf({ ...filter, property: '' })]).toEqual([
      'Give a number', null, 'Give a value', null, 'Choose a property',
    ]);
  });
});
