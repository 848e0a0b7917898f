import { useRef } from 'react';
import { BarChart } from '../../components/chart/BarChart';
import { counted, duration, seconds } from '../../lib/format';
import type { Funnel } from './FunnelsPage';

const kinds = [{ label: 'Took so long', colour: '--series-1' }];

/** How long those took who took every step, as bars of equal width. */
export function TimeToConvert({ time: { count, median, p90, histogram }, noun }: { time: Funnel['timeToConvert']; noun: string }) {
  const drawing = useRef<SVGSVGElement>(null);
  if (count === 0) return null;
  const bars = histogram.map((bin) => ({ label: duration(seconds(bin.from)), title: `${duration(seconds(bin.from))} to ${duration(seconds(bin.to))}`, values: [bin.count] }));
  return (
    <section aria-label="Time to convert" className="spaced-above">
      <h3>Time to convert</h3>
      <p className="quiet flush">
        {counted(count, noun)} took every step{median ? `: half within ${duration(seconds(median))}` : ''}
        {p90 ? `, nine in ten within ${duration(seconds(p90))}` : ''}.
      </p>
      <BarChart bars={bars} kinds={kinds} label="Time to convert" drawing={drawing} />
      <details className="more">
        <summary>Show as a table</summary>
        <table className="plain">
          <thead>
            <tr>
              <th>Time</th>
              <th className="number">{noun}s</th>
            </tr>
          </thead>
          <tbody>
            {bars.map(({ title, values }) => (
              <tr key={title}>
                <td>{title}</td>
                <td className="number">{values[0]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}
