import { expect, it } from 'vitest';
import { read, rows } from './plan';

it('shows a schema in lines, inner properties by their path', () => {
  expect(rows({
    type: 'object', required: ['price', 'id'], additionalProperties: false,
    properties: {
      price: { type: ['number', 'null'], minimum: 0 },
      plan: { enum: ['free', 1] },
      items: { type: 'array', items: { type: 'object', properties: { code: { type: 'string', pattern: '^A', maxLength: 4 } } } },
    },
  })).toEqual([
    { path: 'price', types: 'number or null', required: true, rules: 'at least 0' },
    { path: 'plan', types: 'any', required: false, rules: 'one of free, 1' },
    { path: 'items', types: 'array', required: false, rules: 'a list of object' },
    { path: 'items[].code', types: 'string', required: false, rules: 'at most 4 characters, matches ^A' },
    { path: 'id', types: 'any', required: true, rules: '' },
  ]);
  expect(rows({ properties: 'odd' })).toEqual([]);
});

it('tells what is no schema', () => {
  expect(read('{"type":"object"}')).toEqual({ schema: { type: 'object' } });
  expect(read('[]')).toEqual({ problem: 'A schema must be a JSON object.' });
  expect(read('{')).toHaveProperty('problem');
});
