import type { Line } from '../../components/chart/parts';
import { duration } from '../../lib/format';
import { graphql } from '../../lib/gql';
import type { DataQualityQuery } from '../../lib/gql/graphql';

export const DataQuality = graphql(`
  query DataQuality($range: TimeRange!) {
    dataQuality(range: $range) {
      at
      accepted
      duplicates
      late
      dropped { reason count }
      violations { event property expected count }
      sources { source accepted duplicates dropped late violations lastReceivedAt }
      volumes { start accepted duplicates dropped late violations }
    }
  }
`);

export const Completeness = graphql(`
  query Completeness($range: TimeRange!, $event: String!) {
    dataQuality(range: $range) { completeness(event: $event) { property type count events share } }
  }
`);

export const Lineage = graphql(`
  query Lineage($range: TimeRange!) {
    dataQuality(range: $range) {
      lineage {
        flows { source event events lastRecordedAt }
        readModels { name sequence highWater lag state }
      }
    }
  }
`);

export type Quality = DataQualityQuery['dataQuality'];

const sum = (counts: readonly { count: number }[]): number => counts.reduce((total, { count }) => total + count, 0);

/** Everything that came: stored, sent again, or refused. */
export const received = (quality: Quality): number => quality.accepted + quality.duplicates + sum(quality.dropped);

export const refused = (quality: Quality): number => sum(quality.dropped);

export const violating = (quality: Quality): number => sum(quality.violations);

/** Whether the periods are days: they are hours where the range is short. */
export const daily = (volumes: Quality['volumes']): boolean =>
  volumes.length > 1 && Date.parse(volumes[1]?.start ?? '') - Date.parse(volumes[0]?.start ?? '') > 3_600_000;

const kinds = { accepted: 'Stored', dropped: 'Refused', duplicates: 'Duplicates', late: 'Late', violations: 'Violations' } as const;

/** What came over time, one line a kind; the running period is not complete, and those to come are left out. */
export function volumeLines(volumes: Quality['volumes'], now: number): Line[] {
  const length = daily(volumes) ? 86_400_000 : 3_600_000;
  const past = volumes.filter((period) => Date.parse(period.start) <= now);
  return (Object.keys(kinds) as (keyof typeof kinds)[])
    .filter((kind) => kind === 'accepted' || past.some((period) => period[kind] > 0))
    .map((kind) => ({ label: kinds[kind], points: past.map((period) => ({ start: period.start, value: period[kind], complete: Date.parse(period.start) + length <= now })) }));
}

/** "3m 20s ago" */
export const ago = (iso: string, now: number): string => {
  const seconds = Math.max(0, (now - Date.parse(iso)) / 1_000);
  return seconds < 5 ? 'just now' : `${duration(seconds)} ago`;
};
