import { duration, percent, precise } from '../../lib/format';
import { graphql } from '../../lib/gql';
import type { Bucket, MetricUnit } from '../../lib/gql/graphql';

export const Metrics = graphql(`
  query Metrics {
    metrics { name label description unit dimensions watched }
  }
`);

export const Series = graphql(`
  query MetricSeries($metric: String!, $range: TimeRange!, $bucket: Bucket!, $dimensions: [DimensionFilter!]) {
    metricSeries(metric: $metric, range: $range, bucket: $bucket, dimensions: $dimensions) {
      points { start value dimensions }
    }
  }
`);

export const Band = graphql(`
  query ExpectedBand($metric: String!, $range: TimeRange!, $bucket: Bucket!, $dimensions: [DimensionFilter!]) {
    expectedBand(metric: $metric, range: $range, bucket: $bucket, dimensions: $dimensions) { start expected lower upper }
  }
`);

export const Forecast = graphql(`
  query MetricForecast($metric: String!, $horizon: Duration!, $bucket: Bucket!, $dimensions: [DimensionFilter!]) {
    forecast(metric: $metric, horizon: $horizon, bucket: $bucket, dimensions: $dimensions) {
      model
      points { start value lower upper lower80 upper80 }
      backtest { smape mase coverage }
    }
  }
`);

export const AnomaliesOf = graphql(`
  query AnomaliesOfMetric($metric: String!, $range: TimeRange!) {
    anomalies(range: $range, metric: $metric, first: 200) {
      nodes { id dimension dimensionValue kind startedAt endedAt status explanation dismissed }
    }
  }
`);

export const bucketNames: Record<Bucket, string> = { MINUTE: 'Minute', HOUR: 'Hour', DAY: 'Day' };
export const bucketMs: Record<Bucket, number> = { MINUTE: 60_000, HOUR: 3_600_000, DAY: 86_400_000 };
export const horizons: Record<Bucket, string> = { MINUTE: 'PT1H', HOUR: 'PT24H', DAY: 'P14D' };

/** The buckets that make a readable chart of a range, the best one first. */
export function bucketsOf(from: string, to: string): readonly [Bucket, ...Bucket[]] {
  const days = (Date.parse(to) - Date.parse(from)) / bucketMs.DAY;
  if (days <= 3) return ['MINUTE', 'HOUR'];
  return days <= 40 ? ['HOUR', 'DAY'] : ['DAY'];
}

/** A value of a metric with what it counts. */
export function inUnit(value: number, unit: MetricUnit): string {
  if (unit === 'SHARE') return percent(value);
  return unit === 'MILLISECONDS' ? duration(value / 1_000) : precise(value);
}
