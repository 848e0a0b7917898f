import { expect, it } from 'vitest';
import { later } from './later';

it('never goes back to an earlier snapshot, however their moments are written', () => {
  const [early, late] = [{ at: '2026-11-24T09:00:00.9Z' }, { at: '2026-11-24T09:00:01Z' }];
  expect([later(undefined, early), later(early, late), later(late, early)]).toEqual([early, late, late]);
});
