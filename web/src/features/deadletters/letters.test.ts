import { describe, expect, it } from 'vitest';
import { differences, read } from './letters';

describe('dead letters', () => {
  it('names every leaf that an edit changed, added or removed', () => {
    expect(differences({ type: 'track', properties: { price: '5', a: [1, 2] } }, { type: 'track', event: 'Bought', properties: { price: 5, a: [1, 3] } })).toEqual([
      { path: 'properties.price', before: '"5"', after: '5' },
      { path: 'properties.a.1', before: '2', after: '3' },
      { path: 'event', before: null, after: '"Bought"' },
    ]);
  });
  it('finds no difference where only the order differs', () => {
    expect(differences({ a: 1, b: {} }, { b: {}, a: 1 })).toEqual([]);
  });
  it('says what is wrong with what was typed', () => {
    expect([read('{"a":1}'), 'problem' in read('[1]'), 'problem' in read('{')]).toEqual([{ event: { a: 1 } }, true, true]);
  });
});
