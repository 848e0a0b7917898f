import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import { exact, short } from '../lib/format';

export interface Point {
  start: string;
  value: number;
  complete: boolean;
}

/** A line of the range, muted the one before; the unfinished period is dashed. */
export default function TrendChart({ points, previous, label, byHour }: { points: Point[]; previous: Point[] | null; label: string; byHour: boolean }) {
  const place = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<number | null>(null);
  const dark = useComputedColorScheme('light') === 'dark';
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const times = points.map((point) => Date.parse(point.start) / 1000);
    const finished = points.map((point) => (point.complete ? point.value : null));
    // The dashed part begins at the last finished point, so that the line does not break.
    const running = points.map((point, index) => (!point.complete || points[index + 1]?.complete === false ? point.value : null));
    const before = points.map((_, index) => previous?.[index]?.value ?? null);
    const axis = { stroke: colour('--quiet'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false }, font: '12px system-ui' };
    const chart = new uPlot(
      {
        width: element.clientWidth,
        height: 280,
        padding: [8, 8, 0, 0],
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'UTC'),
        legend: { show: false },
        cursor: { y: false, points: { size: 8 } },
        scales: { y: { range: (_, __, most) => [0, Math.max(1, (most || 0) * 1.1)] } },
        axes: [{ ...axis, grid: { show: false }, space: 70 }, { ...axis, size: 48, values: (_, ticks) => ticks.map((tick) => (Number.isInteger(tick) ? short(tick) : '')) }],
        series: [
          {},
          { stroke: colour('--previous'), width: 1.5, points: { show: false } },
          { stroke: colour('--bar-strong'), width: 2, fill: `${colour('--bar-strong')}14`, points: { show: points.length < 3 } },
          { stroke: colour('--bar-strong'), width: 2, dash: [4, 4], points: { show: points.length < 3 } },
        ],
        hooks: { setCursor: [(plot) => setAt(plot.cursor.idx ?? null)] },
      },
      [times, before, finished, running],
      element,
    );
    const resize = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: 280 }));
    resize.observe(element);
    return () => {
      resize.disconnect();
      chart.destroy();
    };
  }, [points, previous, dark]);

  const shown = at === null ? null : points[at];
  const when = (iso: string) => (byHour ? `${iso.slice(0, 10)} ${iso.slice(11, 16)}` : iso.slice(0, 10));
  return (
    <>
      <div className="chart" ref={place} role="img" aria-label={`${label} over time; the table below has the numbers.`}>
        {shown && (
          <div className="tip">
            <b>{exact(shown.value)}</b> {label.toLowerCase()} · {when(shown.start)}
            {shown.complete ? '' : ' (not over yet)'}
            {at !== null && previous?.[at] && <div className="quiet">before: {exact(previous[at].value)}</div>}
          </div>
        )}
      </div>
      <details>
        <summary className="quiet">Show as a table</summary>
        <table className="plain">
          <thead>
            <tr>
              <th>Start (UTC)</th>
              <th className="number">{label}</th>
              {previous && <th className="number">Before</th>}
            </tr>
          </thead>
          <tbody>
            {points.map((point, index) => (
              <tr key={point.start}>
                <td data-label="Start (UTC)">{when(point.start)}</td>
                <td data-label={label} className="number">
                  {exact(point.value)}
                </td>
                {previous && (
                  <td data-label="Before" className="number">
                    {exact(previous[index]?.value ?? 0)}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}
