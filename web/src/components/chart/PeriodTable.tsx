import { periodName, precise } from '../../lib/format';
import type { Granularity } from '../../lib/gql/graphql';
import type { Line } from './parts';

/** The figures of a chart, for those who read rather than look. */
export function PeriodTable({ lines, granularity }: { lines: readonly Line[]; granularity: Granularity }) {
  const columns = lines.flatMap((line) => [
    { label: line.label, points: line.points },
    ...(line.previous ? [{ label: lines.length === 1 ? 'Before' : `${line.label}, before`, points: line.previous }] : []),
  ]);
  return (
    <details className="more">
      <summary>Show as a table</summary>
      <div className="scroll" tabIndex={0} role="region" aria-label="Figures of the chart">
        <table className="plain">
          <thead>
            <tr>
              <th>Start (UTC)</th>
              {columns.map((column) => (
                <th key={column.label} className="number">{column.label}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines[0]?.points.map((point, index) => (
              <tr key={point.start}>
                <td data-label="Start (UTC)">
                  {periodName(point.start, granularity)}
                  {point.complete ? '' : ' (not over yet)'}
                </td>
                {columns.map((column) => (
                  <td key={column.label} data-label={column.label} className="number">
                    {precise(column.points[index]?.value ?? 0)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
