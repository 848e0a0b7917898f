import { expect, it } from 'vitest';
import { find, type Target } from './search';

const target = (kind: string, label: string, also = ''): Target => ({ kind, label, also, pathname: '/' });

it('finds by any word in any order, the start of a name first', () => {
  const targets = [target('Page', 'Dead letters', 'refused'), target('Event', 'Checkout started'), target('Event', 'Started'), target('Event', 'Page viewed')];
  expect(find(targets, 'start').map((found) => found.label)).toEqual(['Started', 'Checkout started']);
  expect(find(targets, 'letters dead').map((found) => found.label)).toEqual(['Dead letters']);
  expect(find(targets, 'REFUSED').map((found) => found.label)).toEqual(['Dead letters']);
  expect(find(targets, 'nothing like it')).toEqual([]);
});

it('shows a few of each kind, so that none hides another', () => {
  const targets = [...Array.from({ length: 50 }, (_, index) => target('Event', `Event ${index}`)), target('Property', 'Event plan')];
  expect(find(targets, 'event').map((found) => found.kind)).toEqual([...Array.from({ length: 6 }, () => 'Event'), 'Property']);
});
