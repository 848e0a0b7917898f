import { expect, it } from 'vitest';
import { ticks } from './ticks';

it('counts in round steps from zero to just beyond the greatest', () => {
  expect([ticks(0), ticks(3), ticks(139), ticks(1000)]).toEqual([[0, 1], [0, 1, 2, 3], [0, 50, 100, 150], [0, 200, 400, 600, 800, 1000]]);
});
