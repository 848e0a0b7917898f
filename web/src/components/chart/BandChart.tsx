import { type KeyboardEvent, type Ref, useMemo, useState } from 'react';
import { periodName, periodTick, short } from '../../lib/format';
import type { Granularity } from '../../lib/gql/graphql';
import { ticksEvery } from './parts';
import { ticks } from './ticks';
import { useWidth } from './useWidth';

/** A bucket: what there was, what was to be expected, or what is to come. */
export interface BandPoint {
  start: string;
  value?: number | undefined;
  expected?: number | undefined;
  lower?: number | undefined;
  upper?: number | undefined;
  /** What is to come is drawn dashed. */
  forecast?: boolean;
  /** False while it is not over. */
  complete?: boolean;
  /** What is marked here. */
  mark?: string | undefined;
}

const height = 300;
const [left, right, top, bottom] = [52, 12, 12, 28];

/** One line with the band it is expected in, marks, and its continuation; exact values at the pointer or by arrow keys. */
export function BandChart({ points, granularity, label, format, drawing }: { points: readonly BandPoint[]; granularity: Granularity; label: string; format: (value: number) => string; drawing: Ref<SVGSVGElement> }) {
  const [place, width] = useWidth<HTMLDivElement>();
  const [at, point] = useState<number | null>(null);
  const wide = Math.max(1, width - left - right);
  const x = (index: number) => left + (index / Math.max(1, points.length - 1)) * wide;
  const shapes = useMemo(() => draw(points, wide), [points, wide]);
  const { steps, y } = shapes;
  const every = ticksEvery(points.length, wide);
  const move = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    point(Math.min(points.length - 1, Math.max(0, (at ?? (by > 0 ? -1 : points.length)) + by)));
  };
  const shown = at === null ? undefined : points[at];
  return (
    <div className="chart band" ref={place} role="group" tabIndex={0} onKeyDown={move} onBlur={() => point(null)} onMouseLeave={() => point(null)} aria-label={`${label}. Arrow keys read the values; the table under it has them all.`}
      onMouseMove={(event) => point(Math.min(points.length - 1, Math.max(0, Math.round(((event.clientX - event.currentTarget.getBoundingClientRect().left - left) / wide) * (points.length - 1)))))}>
      <svg ref={drawing} className="bar-chart band-chart" width={width} height={height} aria-hidden>
        {steps.map((value) => (
          <g key={value}>
            <line className="grid-line" x1={left} x2={width - right} y1={y(value)} y2={y(value)} />
            <text x={left - 8} y={y(value) + 4} textAnchor="end">{short(value)}</text>
          </g>
        ))}
        {points.map((bucket, index) => index % every === 0 && x(index) < width - 30 && (
          <text key={bucket.start} x={x(index)} y={height - 8} textAnchor="middle">{periodTick(bucket.start, granularity)}</text>
        ))}
        <path className="expected-band" d={shapes.band} />
        <path className="forecast-band" d={shapes.ahead} />
        <path className="value-line" d={shapes.line} />
        <path className="value-line running" d={shapes.running} />
        <path className="value-line dashed" d={shapes.dashed} />
        {points.map((bucket, index) => bucket.mark && bucket.value !== undefined && <circle key={bucket.start} className="anomaly-mark" cx={x(index)} cy={y(bucket.value)} r={5} />)}
        {at !== null && <line className="before-line thin" x1={x(at)} x2={x(at)} y1={top} y2={height - bottom} />}
      </svg>
      {shown && at !== null && <Tip point={shown} granularity={granularity} format={format} rightHalf={at > points.length / 2} />}
    </div>
  );
}

function draw(points: readonly BandPoint[], wide: number) {
  const most = Math.max(0, ...points.map(({ value, upper, forecast }) => Math.max(value ?? 0, forecast ? (upper ?? 0) : 0)), ...quantile(points.flatMap(({ upper }) => upper ?? [])));
  const steps = ticks(most);
  const highest = steps.at(-1) ?? 1;
  const x = (index: number) => left + (index / Math.max(1, points.length - 1)) * wide;
  const y = (value: number) => top + ((highest - Math.min(value, highest)) / highest) * (height - top - bottom);
  const path = (chosen: readonly [number, number][]) => chosen.map(([index, value], place) => `${place === 0 ? 'M' : 'L'}${x(index).toFixed(1)},${y(value).toFixed(1)}`).join('');
  const area = (chosen: readonly (readonly [number, BandPoint])[]) =>
    chosen.length < 2 ? '' : `${path(chosen.map(([index, { upper }]) => [index, upper ?? 0]))}${path([...chosen].reverse().map(([index, { lower }]) => [index, lower ?? 0])).replace('M', 'L')}Z`;
  const indexed = points.map((bucket, index) => [index, bucket] as const);
  const known = indexed.filter(([, { value, forecast }]) => value !== undefined && !forecast);
  const line = (chosen: typeof known) => path(chosen.map(([index, { value }]) => [index, value ?? 0]));
  const over = known.filter(([, { complete }]) => complete !== false);
  const [last, unfinished] = [over.at(-1), known.filter(([, { complete }]) => complete === false)];
  const coming = indexed.filter(([, { forecast }]) => forecast);
  return {
    steps,
    y,
    band: area(indexed.filter(([, { upper, forecast }]) => upper !== undefined && !forecast)),
    ahead: area(coming),
    line: line(over),
    running: unfinished.length > 0 && last ? line([last, ...unfinished]) : '',
    dashed: coming.length > 0 ? line([...(last ? [last] : []), ...coming]) : '',
  };
}

// A band is wide before anything is known; it must not press the line flat.
function quantile(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.floor(sorted.length * 0.98)];
  return value === undefined ? [] : [value];
}

function Tip({ point, granularity, format, rightHalf }: { point: BandPoint; granularity: Granularity; format: (value: number) => string; rightHalf: boolean }) {
  const rows = [
    [point.forecast ? 'Forecast' : 'Value', point.value === undefined ? null : format(point.value)],
    ['Expected', point.expected === undefined ? null : format(point.expected)],
    [point.forecast ? '95 % interval' : 'Usual', point.lower === undefined || point.upper === undefined ? null : `${format(point.lower)} – ${format(point.upper)}`],
  ] as const;
  return (
    <div className={rightHalf ? 'tip left' : 'tip'} role="status">
      <div className="quiet">
        {periodName(point.start, granularity)}
        {point.complete === false ? ' · not over yet' : ''}
      </div>
      {rows.map(([name, value]) => value !== null && (
        <div key={name} className="tip-row">
          <span>{name}</span> <b>{value}</b>
        </div>
      ))}
      {point.mark && <div className="warn">{point.mark}</div>}
    </div>
  );
}
