import { expect, it } from 'vitest';
import { moved, readDefinition, writeDefinition } from './definition';

const step = (name: string) => ({ name, filters: [{ property: 'page', operator: 'EQUALS' as const, values: ['/a!b'] }] });

it('comes back from the address as it was, and keeps the rest of the address', () => {
  const definition = { steps: [step('a'), step('b')], without: [step('help')], window: 'P1D', order: 'STRICT' as const, unit: 'SESSION' as const, split: 'device' };
  const address = writeDefinition(new URLSearchParams('tenant=shop&range=28d'), definition);
  expect([readDefinition(address), address.get('tenant'), address.get('range')]).toEqual([definition, 'shop', '28d']);
});

it('has no steps at first, and usual answers to the rest', () => {
  expect(readDefinition(new URLSearchParams('within=P5Y&order=x'))).toEqual({ steps: [], without: [], window: 'P7D', order: 'ORDERED', unit: 'PERSON', split: null });
});

it('moves a step to another place, and nowhere beyond the ends', () => {
  const steps = [step('a'), step('b'), step('c')];
  expect(moved(steps, 0, 2).map((one) => one.name)).toEqual(['b', 'c', 'a']);
  expect(moved(steps, 2, 1).map((one) => one.name)).toEqual(['a', 'c', 'b']);
  expect([moved(steps, 0, -1), moved(steps, 2, 3)]).toEqual([steps, steps]);
});
