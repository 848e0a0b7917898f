import type { CSSProperties } from 'react';
import { colourOf } from '../../components/chart/palette';
import type { TrendLine } from '../../components/insight/TrendView';
import { Card } from '../../components/Card';
import { precise } from '../../lib/format';
import { useView } from '../../lib/view';

const special = ['(none)', '(other)'];

/** Each line's figure over the whole range; a value of the split filters everything to it. */
export function Totals({ lines, name, split, onWho }: { lines: readonly TrendLine[]; name: (line: TrendLine) => string; split: string | null; onWho: (line: number) => void }) {
  const { addFilter } = useView();
  return (
    <Card title="Over the whole range">
      <table className="plain cards">
        <thead>
          <tr>
            <th>Series</th>
            <th className="number">Whole range</th>
            <th className="number">Highest</th>
            <th className="number">Lowest finished</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => {
            const value = line.breakdown[0];
            const finished = line.points.filter((point) => point.complete).map((point) => point.value);
            return (
              <tr key={`${line.key}${value ?? ''}`}>
                <td data-label="Series">
                  <span>
                  <i className="swatch" style={{ '--colour': `var(${lines.length === 1 ? '--bar-strong' : colourOf(index)})` } as CSSProperties} aria-hidden />{' '}
                  {split && value !== undefined && !special.includes(value) ? (
                    <button type="button" className="link" title="Show only this" onClick={() => addFilter(split, value)}>
                      {name(line)}
                    </button>
                  ) : (
                    name(line)
                  )}
                  </span>
                </td>
                <td className="number" data-label="Whole range">
                  {value === '(other)' ? (
                    precise(line.total)
                  ) : (
                    <button type="button" className="link" title="The persons behind this" onClick={() => onWho(index)}>
                      {precise(line.total)}
                    </button>
                  )}
                </td>
                <td className="number" data-label="Highest">{precise(Math.max(0, ...line.points.map((point) => point.value)))}</td>
                <td className="number" data-label="Lowest finished">{finished.length > 0 ? precise(Math.min(...finished)) : '–'}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Card>
  );
}
