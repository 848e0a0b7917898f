import { type KeyboardEvent, type Ref, useMemo, useState } from 'react';
import { counted, exact, percent } from '../../lib/format';
import { useWidth } from '../../components/chart/useWidth';
import { band, type Link, layout, type Node } from './sankey';

const height = 460;
const [bar, room, narrowest] = [10, 150, 168];
const letters = 15;
const short = (name: string): string => (name.length > letters ? `${name.slice(0, letters - 1)}…` : name);

/** The ways as bands between columns of nodes; a node can be chosen. */
export function Sankey({ links, paths, noun, name, chosen, drawing, onChoose }: { links: readonly Link[]; paths: number; noun: string; name: (node: string) => string; chosen: Node | null; drawing: Ref<SVGSVGElement>; onChoose: (node: Node | null) => void }) {
  const [place, wide] = useWidth<HTMLDivElement>();
  const [at, point] = useState<string | null>(null);
  const { nodes, flows, steps } = useMemo(() => layout(links, height), [links]);
  const width = Math.max(wide, (steps - 1) * narrowest + bar + room);
  const x = (step: number) => ((step - 1) * (width - bar - room)) / Math.max(1, steps - 1);
  const key = ({ step, name: of }: Node) => `${step} ${of}`;
  const marked = at ?? (chosen && key(chosen));
  const choose = (node: Node) => onChoose(chosen && key(chosen) === key(node) ? null : node);
  const onKey = (node: Node) => (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    choose(node);
  };
  return (
    <div className="scroll sankey-scroll" tabIndex={0} role="region" aria-label="Paths, step by step" ref={place}>
      <svg ref={drawing} className="sankey" width={width} height={height + bar}>
        {flows.map((flow) => (
          <path key={`${key(flow.from)}→${key(flow.to)}`} className={marked === null ? 'flow' : marked === key(flow.from) || marked === key(flow.to) ? 'flow marked' : 'flow faint'} d={band(flow, x(flow.step) + bar, x(flow.step + 1))}>
            <title>{`${name(flow.source)} → ${name(flow.target)}: ${counted(flow.count, noun)}, ${percent(flow.count / flow.from.count)} of those at ${name(flow.source)}`}</title>
          </path>
        ))}
        {nodes.map((node) => (
          <g
            key={key(node)}
            className="node"
            role="button"
            tabIndex={0}
            aria-pressed={chosen !== null && key(chosen) === key(node)}
            aria-label={`Step ${node.step}, ${short(name(node.name))}: ${counted(node.count, noun)}${short(name(node.name)) === name(node.name) ? '' : `, ${name(node.name)}`}`}
            onClick={() => choose(node)}
            onKeyDown={onKey(node)}
            onMouseEnter={() => point(key(node))}
            onMouseLeave={() => point(null)}
          >
            <title>{`${name(node.name)}: ${counted(node.count, noun)}, ${percent(node.count / paths)} of all; ${exact(node.onward)} go on`}</title>
            <rect className="hit" x={x(node.step)} y={node.y - 8} width={room - 8} height={Math.max(16, node.height)} />
            <rect x={x(node.step)} y={node.y} width={bar} height={Math.max(2, node.height)} rx={2} />
            <text aria-hidden x={x(node.step) + bar + 6} y={node.y + Math.max(2, node.height) / 2 + 4}>
              {short(name(node.name))} <tspan>{exact(node.count)}</tspan>
            </text>
          </g>
        ))}
      </svg>
    </div>
  );
}
