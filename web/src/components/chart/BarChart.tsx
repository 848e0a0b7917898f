import { type CSSProperties, type KeyboardEvent, type Ref, useState } from 'react';
import { exact, precise, short } from '../../lib/format';
import { ticksEvery } from './parts';
import { ticks } from './ticks';
import { useWidth } from './useWidth';

/** A kind of thing that is counted, with its colour as a custom property. */
export interface Kind {
  label: string;
  colour: string;
  /** Whether it is drawn below zero. */
  gone?: boolean;
}

export interface Bar {
  /** On the axis. */
  label: string;
  /** At the pointer. */
  title: string;
  /** Of each kind, in their order. */
  values: readonly number[];
  /** What it was in the time before. */
  before?: number | null;
  /** False while it is not over. */
  complete?: boolean;
}

const height = 280;
const [left, right, top, bottom] = [52, 8, 10, 28];

/** Stacked bars from zero, what is gone below it; exact values at the pointer or by arrow keys. */
export function BarChart({ bars, kinds, label, drawing, onPick }: { bars: readonly Bar[]; kinds: readonly Kind[]; label: string; drawing: Ref<SVGSVGElement>; onPick?: (bar: number, kind: number) => void }) {
  const [place, width] = useWidth<HTMLDivElement>();
  const [at, point] = useState<number | null>(null);
  const side = (gone: boolean) => Math.max(0, ...bars.map(({ values, before }) => Math.max(values.reduce((sum, value, kind) => sum + ((kinds[kind]?.gone ?? false) === gone ? value : 0), 0), gone ? 0 : (before ?? 0))));
  const [up, down] = [side(false), side(true)];
  const step = ticks(Math.max(up, down));
  const above = step.filter((_, index) => index === 0 || (step[index - 1] ?? 0) < up);
  const below = step.filter((_, index) => index > 0 && (step[index - 1] ?? 0) < down).map((value) => -value);
  const [most, least] = [above.at(-1) ?? 1, below.at(-1) ?? 0];
  const y = (value: number) => top + ((most - value) / (most - least)) * (height - top - bottom);
  const band = Math.max(0, width - left - right) / Math.max(1, bars.length);
  const every = ticksEvery(bars.length, Math.max(1, width - left - right));
  const move = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    point(Math.min(bars.length - 1, Math.max(0, (at ?? (by > 0 ? -1 : bars.length)) + by)));
  };
  return (
    <div className="chart" ref={place} role="group" tabIndex={0} onKeyDown={move} onBlur={() => point(null)} onMouseLeave={() => point(null)} aria-label={`${label}. Arrow keys read the values; the table under it has them all.`}>
      <svg ref={drawing} className="bar-chart" width={width} height={height} aria-hidden>
        {[...above, ...below].map((value) => (
          <g key={value}>
            <line className="grid-line" x1={left} x2={width - right} y1={y(value)} y2={y(value)} />
            <text x={left - 8} y={y(value) + 4} textAnchor="end">
              {short(Math.abs(value))}
            </text>
          </g>
        ))}
        {bars.map((bar, index) => (
          <g key={bar.title} onMouseMove={() => point(index)}>
            <rect className={at === index ? 'band at' : 'band'} x={left + index * band} y={top} width={band} height={height - top - bottom} />
            <Stack bar={bar} kinds={kinds} x={left + index * band + band * 0.15} width={band * 0.7} y={y} onPick={onPick && ((kind) => onPick(index, kind))} />
            {index % every === 0 && (
              <text x={left + (index + 0.5) * band} y={height - 8} textAnchor="middle">
                {bar.label}
              </text>
            )}
          </g>
        ))}
      </svg>
      {at !== null && bars[at] && <Tip bar={bars[at]} kinds={kinds} rightHalf={at > bars.length / 2} />}
    </div>
  );
}

function Stack({ bar, kinds, x, width, y, onPick }: { bar: Bar; kinds: readonly Kind[]; x: number; width: number; y: (value: number) => number; onPick: ((kind: number) => void) | undefined }) {
  const levels = kinds.map((kind, index) => {
    const under = bar.values.slice(0, index).reduce((sum, value, place) => sum + ((kinds[place]?.gone ?? false) === (kind.gone ?? false) ? value : 0), 0);
    return kind.gone ? -under : under + (bar.values[index] ?? 0);
  });
  return (
    <>
      {kinds.map((kind, index) => {
        const value = bar.values[index] ?? 0;
        const from = y(levels[index] ?? 0);
        return value > 0 && <rect key={kind.label} className={onPick ? 'part' : undefined} x={x} width={width} y={from} height={Math.max(1, y((levels[index] ?? 0) - value) - from)} fill={`var(${kind.colour})`} fillOpacity={bar.complete === false ? 0.55 : 1} onClick={onPick && (() => onPick(index))} />;
      })}
      {bar.before !== undefined && bar.before !== null && <line className="before-line" x1={x - 2} x2={x + width + 2} y1={y(bar.before)} y2={y(bar.before)} />}
    </>
  );
}

function Tip({ bar, kinds, rightHalf }: { bar: Bar; kinds: readonly Kind[]; rightHalf: boolean }) {
  return (
    <div className={rightHalf ? 'tip left' : 'tip'} role="status">
      <div className="quiet">
        {bar.title}
        {bar.complete === false ? ' · not over yet' : ''}
      </div>
      {kinds.map((kind, index) => (
        <div key={kind.label} className="tip-row">
          <i style={{ '--colour': `var(${kind.colour})` } as CSSProperties} /> <span>{kind.label}</span> <b>{precise(bar.values[index] ?? 0)}</b>
        </div>
      ))}
      {bar.before !== undefined && bar.before !== null && (
        <div className="tip-row quiet">
          <i className="before" /> <span>Before</span> <span>{exact(bar.before)}</span>
        </div>
      )}
    </div>
  );
}
