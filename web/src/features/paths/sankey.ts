/** How many ways go from one node to another; steps count from 1. */
export interface Link {
  step: number;
  source: string;
  target: string;
  count: number;
}

export interface Node {
  step: number;
  name: string;
  /** Ways through it. */
  count: number;
  /** Ways that go on from it. */
  onward: number;
  y: number;
  height: number;
}

export interface Flow extends Link {
  from: Node;
  to: Node;
  fromY: number;
  toY: number;
  thickness: number;
}

const gap = 16;
const other = '(other)';

/** Where nodes and links stand: in each column the most used node first, what is left over last. */
export function layout(links: readonly Link[], height: number): { nodes: Node[]; flows: Flow[]; steps: number } {
  const counts = new Map<string, { step: number; name: string; into: number; onward: number }>();
  const at = (step: number, name: string) => {
    const key = `${step} ${name}`;
    const known = counts.get(key) ?? { step, name, into: 0, onward: 0 };
    counts.set(key, known);
    return known;
  };
  for (const { step, source, target, count } of links) {
    at(step, source).onward += count;
    at(step + 1, target).into += count;
  }
  const steps = Math.max(0, ...[...counts.values()].map(({ step }) => step));
  const columns = Array.from({ length: steps }, (_, index) =>
    [...counts.values()]
      .filter(({ step }) => step === index + 1)
      .map(({ step, name, into, onward }) => ({ step, name, count: Math.max(into, onward), onward }))
      .sort((one, another) => Number(one.name === other) - Number(another.name === other) || another.count - one.count || one.name.localeCompare(another.name)),
  );
  const scale = Math.min(...columns.map((column) => (height - gap * (column.length + 1)) / column.reduce((sum, node) => sum + node.count, 0)));
  const nodes = columns.flatMap((column) => {
    let y = gap;
    return column.map((node): Node => {
      const placed = { ...node, y, height: node.count * scale };
      y += placed.height + gap;
      return placed;
    });
  });
  return { nodes, flows: flowsOf(links, nodes, scale), steps };
}

// Links leave and enter their nodes from top to bottom in the order of what they lead to and come from.
function flowsOf(links: readonly Link[], nodes: readonly Node[], scale: number): Flow[] {
  const find = (step: number, name: string) => nodes.find((node) => node.step === step && node.name === name);
  const flows = links.flatMap((link): Flow[] => {
    const [from, to] = [find(link.step, link.source), find(link.step + 1, link.target)];
    return from && to ? [{ ...link, from, to, fromY: 0, toY: 0, thickness: link.count * scale }] : [];
  });
  for (const node of nodes) {
    let [out, into] = [node.y, node.y];
    for (const flow of flows.filter(({ from }) => from === node).sort((one, another) => one.to.y - another.to.y)) {
      flow.fromY = out;
      out += flow.thickness;
    }
    for (const flow of flows.filter(({ to }) => to === node).sort((one, another) => one.from.y - another.from.y)) {
      flow.toY = into;
      into += flow.thickness;
    }
  }
  return flows;
}

/** A band between two columns. */
export function band({ fromY, toY, thickness }: Flow, fromX: number, toX: number): string {
  const middle = (fromX + toX) / 2;
  return `M${fromX},${fromY} C${middle},${fromY} ${middle},${toY} ${toX},${toY} L${toX},${toY + thickness} C${middle},${toY + thickness} ${middle},${fromY + thickness} ${fromX},${fromY + thickness} Z`;
}
