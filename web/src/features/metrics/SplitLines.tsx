import { useMemo } from 'react';
import { LineChart } from '../../components/chart/LineChart';
import type { Line } from '../../components/chart/parts';
import { colourOf } from '../../components/chart/palette';
import { short } from '../../lib/format';
import type { Bucket, MetricSeriesQuery } from '../../lib/gql/graphql';
import { useMinute } from '../../lib/now';
import { valueName } from '../../lib/words';
import { bucketMs } from './metrics';

/** A line for each value of a dimension; a value leads to its own series. */
export function SplitLines({ points, dimension, bucket, label, onPick }: { points: MetricSeriesQuery['metricSeries']['points']; dimension: string; bucket: Bucket; label: string; onPick: (value: string) => void }) {
  const now = useMinute();
  const lines = useMemo(() => {
    const byValue = new Map<string, Line & { points: Line['points'][number][] }>();
    for (const point of points) {
      if (Date.parse(point.start) > now) continue;
      const value = String((point.dimensions as Record<string, string>)[dimension]);
      const line = byValue.get(value) ?? { label: valueName(dimension, value), points: [] };
      line.points.push({ start: point.start, value: point.value, complete: Date.parse(point.start) + bucketMs[bucket] <= now });
      byValue.set(value, line);
    }
    return byValue;
  }, [points, dimension, bucket, now]);
  const drawn = useMemo(() => [...lines.values()], [lines]);
  return (
    <>
      <LineChart lines={drawn} granularity={bucket} label={label} />
      <ul className="legend below">
        {[...lines].map(([value, line], index) => (
          <li key={value}>
            <i className="swatch" style={{ '--colour': `var(${colourOf(index)})` } as React.CSSProperties} aria-hidden />{' '}
            <button type="button" className="link" title="Its own series, with what was expected" onClick={() => onPick(value)}>{line.label}</button> {short(line.points.reduce((sum, point) => sum + point.value, 0))}
          </li>
        ))}
      </ul>
    </>
  );
}
