import { AsTable } from './AsTable';
import { periodName, precise } from '../../lib/format';
import type { Granularity } from '../../lib/gql/graphql';
import type { Line } from './parts';

/** The figures of a chart, for those who read rather than look. */
export function PeriodTable({ lines, granularity, onPick }: { lines: readonly Line[]; granularity: Granularity; onPick?: ((line: number, period: number) => void) | undefined }) {
  const columns = lines.flatMap((line, place) => [
    { label: line.label, points: line.points, place: line.others ? null : place },
    ...(line.previous ? [{ label: lines.length === 1 ? 'Before' : `${line.label}, before`, points: line.previous, place: null }] : []),
  ]);
  return (
    <AsTable
      head={
        <>
          <th>Start (UTC)</th>
          {columns.map((column) => (
            <th key={column.label} className="number">{column.label}</th>
          ))}
        </>
      }
    >
      {lines[0]?.points.map((point, index) => (
        <tr key={point.start}>
          <td data-label="Start (UTC)">
            {periodName(point.start, granularity)}
            {point.complete ? '' : ' (not over yet)'}
          </td>
          {columns.map((column) => (
            <td key={column.label} data-label={column.label} className="number">
              {onPick && column.place !== null ? (
                <button type="button" className="link" title="The persons behind this" onClick={() => onPick(column.place ?? 0, index)}>
                  {precise(column.points[index]?.value ?? 0)}
                </button>
              ) : (
                precise(column.points[index]?.value ?? 0)
              )}
            </td>
          ))}
        </tr>
      ))}
    </AsTable>
  );
}
