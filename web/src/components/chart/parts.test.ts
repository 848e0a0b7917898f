import { expect, it } from 'vitest';
import { parts, ticksEvery } from './parts';

it('draws the running part from the last finished point, so that the line does not break', () => {
  const point = (value: number, complete: boolean) => ({ start: '', value, complete });
  expect(parts([point(1, true), point(2, true), point(3, false)])).toEqual([
    [1, 2, null],
    [null, 2, 3],
  ]);
});

it('never labels so many periods that they touch', () => {
  for (const width of [200, 390, 1200]) for (const periods of [1, 7, 48, 400]) expect(Math.ceil(periods / ticksEvery(periods, width))).toBeLessThanOrEqual(Math.max(1, Math.floor(width / 76)));
});
