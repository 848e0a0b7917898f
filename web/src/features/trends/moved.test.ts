import { expect, it } from 'vitest';
import { moved } from './moved';

it('tells which lines have another figure, came or went', () => {
  const line = (key: string, total: number, ...breakdown: string[]) => ({ key, label: key, breakdown, total });
  const change = moved([line('A', 3), line('B', 1, 'AT'), line('B', 2, 'DE')], [line('A', 3), line('B', 4, 'AT'), line('B', 5, 'FR')]);
  expect(change.map(({ line: { breakdown }, before, after }) => [breakdown[0], before, after])).toEqual([['AT', 1, 4], ['DE', 2, 0], ['FR', 0, 5]]);
});
