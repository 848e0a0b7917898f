import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { type CSSProperties, type KeyboardEvent, useEffect, useImperativeHandle, useRef, useState, type Ref } from 'react';
import type uPlot from 'uplot';
import { change, percent, periodName, precise } from '../../lib/format';
import type { Granularity } from '../../lib/gql/graphql';
import { colourOf } from './palette';
import { type Line } from './parts';
import { draw, height } from './plot';

/** What others may do with a chart. */
export interface ChartHandle {
  canvas: () => HTMLCanvasElement | null;
}

/** Lines over time: the running period dashed, the time before muted, exact values at the pointer or, by arrow keys, without one. */
export function LineChart({ lines, granularity, label, handle }: { lines: readonly Line[]; granularity: Granularity; label: string; handle?: Ref<ChartHandle> | undefined }) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);
  // A chart that is drawn anew while somebody reads it goes on showing what they read.
  const pointer = useRef<{ left: number; top: number } | null>(null);
  const [at, setAt] = useState<number | null>(null);
  const dark = useComputedColorScheme('light') === 'dark';
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const drawn = draw(element, lines, granularity, setAt);
    plot.current = drawn;
    if (pointer.current) drawn.setCursor(pointer.current);
    const resize = new ResizeObserver(() => drawn.setSize({ width: element.clientWidth, height }));
    resize.observe(element);
    return () => {
      resize.disconnect();
      const { left = -10, top = -10 } = drawn.cursor;
      pointer.current = left >= 0 ? { left, top } : null;
      drawn.destroy();
      plot.current = null;
    };
  }, [lines, granularity, dark]);
  useImperativeHandle(handle, () => ({ canvas: () => plot.current?.ctx.canvas ?? null }));

  const periods = lines[0]?.points.length ?? 0;
  const move = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || !plot.current) return;
    event.preventDefault();
    const next = Math.min(periods - 1, Math.max(0, (at ?? (step > 0 ? -1 : periods)) + step));
    const left = plot.current.valToPos(plot.current.data[0]?.[next] ?? 0, 'x');
    plot.current.setCursor({ left, top: 40 });
  };
  return (
    <div className="chart" ref={place} role="group" tabIndex={0} onKeyDown={move} onBlur={() => plot.current?.setCursor({ left: -10, top: -10 })} aria-label={`${label} over time. Arrow keys read the values; the table under it has them all.`}>
      {at !== null && at < periods && <Tip lines={lines} at={at} granularity={granularity} rightHalf={at > periods / 2} />}
    </div>
  );
}

const most = 10;

function Tip({ lines, at, granularity, rightHalf }: { lines: readonly Line[]; at: number; granularity: Granularity; rightHalf: boolean }) {
  const first = lines[0]?.points[at];
  if (!first) return null;
  const sorted = lines
    .map((line, index) => ({ label: line.label, colour: lines.length === 1 ? '--bar-strong' : colourOf(index), value: line.points[at]?.value ?? 0, before: line.previous?.[at] }))
    .sort((one, other) => other.value - one.value);
  return (
    <div className={rightHalf ? 'tip left' : 'tip'} role="status">
      <div className="quiet">
        {periodName(first.start, granularity)}
        {first.complete ? '' : ' · not over yet'}
      </div>
      {sorted.slice(0, most).map(({ label, colour, value, before }) => {
        const relative = before ? change(value, before.value) : null;
        return (
          <div key={label}>
            <div className="tip-row">
              <i style={{ '--colour': `var(${colour})` } as CSSProperties} /> <span>{label}</span> <b>{precise(value)}</b>
            </div>
            {before && (
              <div className="tip-row quiet">
                <i className="before" /> <span>{periodName(before.start, granularity)}</span>
                <span>
                  {precise(before.value)}
                  {relative !== null && ` (${relative >= 0 ? '▲' : '▼'} ${percent(Math.abs(relative))})`}
                </span>
              </div>
            )}
          </div>
        );
      })}
      {sorted.length > most && <div className="quiet">and {sorted.length - most} more</div>}
    </div>
  );
}
