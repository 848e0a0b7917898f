import { expect, it } from 'vitest';
import { readFilters, writeFilters } from './sources';

it('reads filters as it writes them', () => {
  const text = 'heartbeat\npage_* where page is /admin*\nSigned up where plan is free trial';
  expect(writeFilters(readFilters(text))).toBe(text);
  expect(readFilters(`\n ${text}\n`)[1]).toEqual({ event: 'page_*', property: 'page', value: '/admin*' });
});
