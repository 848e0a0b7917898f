import uPlot from 'uplot';
import { periodTick, short } from '../../lib/format';
import type { Granularity } from '../../lib/gql/graphql';
import { colourOf, resolve } from './palette';
import { type Line, parts, ticksEvery } from './parts';

export const height = 280;

/** The greatest value of the y axis: from zero, with room above the line, in whole numbers where all values are. */
const top = (most: number): number => Math.max(1, most * 1.08);

/** A plot of the lines in the colours of the theme; it tells which period the pointer is at. */
export function draw(place: HTMLElement, lines: readonly Line[], granularity: Granularity, pointedAt: (index: number | null) => void): uPlot {
  const starts = lines[0]?.points.map((point) => point.start) ?? [];
  const times = starts.map((start) => Date.parse(start) / 1000);
  const single = lines.length === 1;
  const lonely = times.length < 3;
  const data: (number | null)[][] = [];
  const series: uPlot.Series[] = [{}];
  const add = (values: (number | null)[], look: uPlot.Series) => {
    data.push(values);
    series.push({ points: { show: lonely }, ...look });
  };
  for (const line of lines.filter((item) => item.previous))
    add(times.map((_, index) => line.previous?.[index]?.value ?? null), { stroke: resolve('--previous'), width: 1.25 });
  lines.forEach((line, index) => {
    const stroke = resolve(single ? '--bar-strong' : colourOf(index));
    const [finished, running] = parts(line.points);
    add(finished, { stroke, width: 2, ...(single ? { fill: `${stroke}1a` } : {}) });
    add(running, { stroke, width: 2, dash: [4, 4], ...(single ? { fill: `${stroke}0d` } : {}) });
  });
  const axis: uPlot.Axis = { stroke: resolve('--quiet'), grid: { stroke: resolve('--line'), width: 1 }, ticks: { show: false }, font: '12px system-ui, sans-serif' };
  return new uPlot(
    {
      width: place.clientWidth,
      height,
      padding: [10, 28, 0, 0],
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'UTC'),
      legend: { show: false },
      cursor: {
        y: false,
        points: { size: 8 },
        drag: { x: false, y: false },
        // The line stands where the values are, not between them.
        move: (plot, left, top) => (left < 0 ? [left, top] : [plot.valToPos(times[plot.posToIdx(left)] ?? 0, 'x'), top]),
      },
      scales: { y: { range: (_, __, most) => [0, top(most ?? 0)] } },
      axes: [
        {
          ...axis,
          size: 32,
          grid: { show: false },
          splits: (plot) => times.filter((_, index) => index % ticksEvery(times.length, plot.width) === 0),
          values: (_, splits) => splits.map((split) => periodTick(new Date(split * 1000).toISOString(), granularity)),
        },
        { ...axis, size: 52, space: 44, incrs: increments, values: (_, splits) => splits.map(short) },
      ],
      series,
      hooks: { setCursor: [(plot) => pointedAt(plot.cursor.idx ?? null)] },
    },
    [times, ...data] as uPlot.AlignedData,
    place,
  );
}

// One, two, five and their tens: people count nothing in halves.
const increments = Array.from({ length: 12 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat();
