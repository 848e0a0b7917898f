import { expect, it } from 'vitest';
import { readView } from '../../lib/view';
import { readDefinition } from './definition';
import { kept, openSaved, sameQuestion } from './saved';

const now = Date.UTC(2026, 10, 25, 12);
const address = new URLSearchParams('tenant=shop&range=28d&step=page_viewed&step=Signed%2520up&within=P1D&order=UNORDERED&split=device&f=page~EQUALS~%252Fpricing');
const saved = kept(readDefinition(address), readView(address, now)) as unknown as Record<string, unknown>;

it('opens what was saved as what was looked at', () => {
  const opened = openSaved(new URLSearchParams('tenant=shop&range=28d'), 'f1', saved);
  expect(readDefinition(opened)).toEqual(readDefinition(address));
  expect([opened.get('funnel'), opened.getAll('f'), opened.get('range')]).toEqual(['f1', address.getAll('f'), '28d']);
});

it('notices that something else is asked, and nothing else', () => {
  const opened = openSaved(address, 'f1', saved);
  expect(sameQuestion(opened, saved)).toBe(true);
  opened.set('range', '7d');
  expect(sameQuestion(opened, saved)).toBe(true);
  opened.set('within', 'P7D');
  expect(sameQuestion(opened, saved)).toBe(false);
});

it('goes on for good where the range has not ended, and keeps one that has', () => {
  expect(saved.range).toEqual({ from: '2026-10-29T00:00:00.000Z', to: '2100-01-01T00:00:00Z' });
  const past = new URLSearchParams('range=yesterday&step=a');
  expect(kept(readDefinition(past), readView(past, now)).range).toEqual({ from: '2026-11-24T00:00:00.000Z', to: '2026-11-25T00:00:00.000Z' });
});
