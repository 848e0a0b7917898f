import { useMemo } from 'react';
import type { BandPoint } from '../../components/chart/BandChart';
import { useAnswer } from '../../lib/answer';
import type { Bucket } from '../../lib/gql/graphql';
import { useMinute } from '../../lib/now';
import type { Range } from '../../lib/view';
import { anomalyKinds } from '../../lib/words';
import { AnomaliesOf, Band, bucketMs, Forecast, horizons, Series } from './metrics';

export interface Asked {
  metric: string;
  watched: boolean;
  range: Range;
  bucket: Bucket;
  dimension: string | null;
  value: string | null;
  forecast: boolean;
  fresh: boolean;
}

/** A series with what was expected of it, what was found, and how it goes on. */
export function useSeries({ metric, watched, range, bucket, dimension, value, forecast, fresh }: Asked) {
  const single = !dimension || value !== null;
  const dimensions = dimension ? [{ dimension, values: value === null ? [] : [value] }] : null;
  const series = useAnswer(Series, { metric, range, bucket, dimensions }, { fresh });
  const band = useAnswer(Band, { metric, range, bucket, dimensions }, { fresh, every: 60_000, pause: !single || !watched || bucket === 'DAY' });
  const anomalies = useAnswer(AnomaliesOf, { metric, range }, { fresh, pause: !watched });
  const ahead = useAnswer(Forecast, { metric, horizon: horizons[bucket], bucket, dimensions }, { pause: !single || !forecast });
  const found = useMemo(
    () => (watched ? (anomalies.data?.anomalies.nodes ?? []).filter((one) => single && one.dimension === dimension && one.dimensionValue === value) : []),
    [anomalies.data, watched, single, dimension, value],
  );
  const now = useMinute();
  const points = useMemo<BandPoint[]>(() => {
    const expected = new Map(single && watched && bucket !== 'DAY' ? band.data?.expectedBand.map((point) => [Date.parse(point.start), point]) : []);
    const marks = new Map(found.map((one) => [Math.floor(Date.parse(one.startedAt) / bucketMs[bucket]) * bucketMs[bucket], one]));
    const known = (series.data?.metricSeries.points ?? []).filter(({ start }) => Date.parse(start) <= now).map((point): BandPoint => {
      const start = Date.parse(point.start);
      const [usual, mark] = [expected.get(start), marks.get(start)];
      const complete = start + bucketMs[bucket] <= now;
      return { start: point.start, value: point.value, complete, ...(usual && complete ? { expected: usual.expected, lower: usual.lower, upper: usual.upper } : {}), mark: mark && !mark.dismissed ? anomalyKinds[mark.kind] : undefined };
    });
    const coming = (single && forecast ? ahead.data?.forecast.points : undefined) ?? [];
    const last = known.findLast(({ complete }) => complete)?.start;
    // A forecast goes on where the line ends: of a range of the past there is nothing to come.
    return last && coming[0] && Date.parse(coming[0].start) - Date.parse(last) <= 2 * bucketMs[bucket]
      ? [...known.filter(({ complete }) => complete), ...coming.map(({ start, value: told, lower, upper }): BandPoint => ({ start, value: told, lower, upper, forecast: true }))]
      : known;
  }, [series.data, band.data, ahead.data, found, single, watched, forecast, bucket, now]);
  return { ...series, single, points, found, ahead, bandMissing: band.error, raw: series.data?.metricSeries.points };
}
