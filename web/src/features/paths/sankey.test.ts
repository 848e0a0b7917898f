import { expect, it } from 'vitest';
import { layout } from './sankey';

const links = [
  { step: 1, source: '/', target: '/docs', count: 6 },
  { step: 1, source: '/', target: '(other)', count: 9 },
  { step: 1, source: '/a', target: '/docs', count: 2 },
  { step: 2, source: '/docs', target: '/', count: 5 },
];

it('counts each node once, the most used on top and the rest at the bottom', () => {
  const { nodes, steps } = layout(links, 400);
  expect(steps).toBe(3);
  expect(nodes.map(({ step, name, count, onward }) => [step, name, count, onward])).toEqual([
    [1, '/', 15, 15], [1, '/a', 2, 2], [2, '/docs', 8, 5], [2, '(other)', 9, 0], [3, '/', 5, 0],
  ]);
});

it('keeps everything inside, nothing on top of another, and links as thick as their share', () => {
  const { nodes, flows } = layout(links, 400);
  for (const node of nodes) {
    expect(node.y + node.height).toBeLessThanOrEqual(400);
    expect(nodes.filter((other) => other !== node && other.step === node.step && other.y < node.y + node.height && node.y < other.y + other.height)).toEqual([]);
    const own = flows.filter(({ from }) => from === node);
    if (own.length > 0) expect(own.reduce((sum, flow) => sum + flow.thickness, 0)).toBeCloseTo((node.height * node.onward) / node.count);
  }
});
