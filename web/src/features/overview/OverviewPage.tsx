import { lazy, Suspense, useState } from 'react';
import { SegmentedControl } from '@mantine/core';
import { useSearchParams } from 'react-router';
import { useQuery } from 'urql';
import { Change } from '../../components/Change';
import { Install } from '../../components/Install';
import { Answer, Skeletons } from '../../components/States';
import { duration, exact, percent, seconds, short } from '../../lib/format';
import { graphql } from '../../lib/gql';
import type { OverviewFiguresQuery, TrendInput } from '../../lib/gql/graphql';
import { useView } from '../../lib/view';
import { TopTable } from './TopTable';

const TrendChart = lazy(() => import('../../components/TrendChart'));

const OverviewFigures = graphql(`
  query OverviewFigures($range: TimeRange!, $filters: [PropertyFilter!], $compare: Boolean) {
    overview(range: $range, filters: $filters, comparePrevious: $compare) {
      current { visitors sessions views events bounceRate meanDuration viewsPerSession }
      previous { visitors sessions views events bounceRate meanDuration viewsPerSession }
      asOf
    }
  }
`);

const OverviewTrend = graphql(`
  query OverviewTrend($input: TrendInput!) {
    trend(input: $input) {
      series {
        label
        total
        points { start value complete }
        previous { start value complete }
      }
    }
  }
`);

const measures = {
  Visitors: { aggregate: 'UNIQUE_PERSONS', name: '*' },
  Sessions: { aggregate: 'UNIQUE_SESSIONS', name: '*' },
  Views: { aggregate: 'TOTAL', name: 'page_viewed' },
} as const;

type Measure = keyof typeof measures;
type Overview = OverviewFiguresQuery['overview'];

const tops = [
  { title: 'Pages', tabs: [{ label: 'All', property: 'page' }, { label: 'Entry', property: 'entry_page' }, { label: 'Exit', property: 'exit_page' }] },
  { title: 'Sources', tabs: [{ label: 'Referrers', property: 'referrer' }, { label: 'Channels', property: 'channel' }, { label: 'Campaigns', property: 'utm_campaign' }] },
  { title: 'Places', tabs: [{ label: 'Countries', property: 'country' }, { label: 'Languages', property: 'language' }] },
  { title: 'Devices', tabs: [{ label: 'Types', property: 'device' }, { label: 'Browsers', property: 'browser' }, { label: 'Systems', property: 'os' }] },
];

export default function OverviewPage() {
  const { view } = useView();
  const [params] = useSearchParams();
  const range = { from: view.from, to: view.to };
  const [{ data, error, fetching }, again] = useQuery({ query: OverviewFigures, variables: { range, filters: view.filters, compare: view.compare } });
  const nothing = data && data.overview.current.events === 0 && view.filters.length === 0;
  return (
    <div className="grid">
      <h1 style={{ fontSize: 20, margin: 0 }}>Overview</h1>
      <section className="card" aria-label="Key figures">
        <Answer data={data?.overview} error={error} fetching={fetching} rows={2} retry={() => again({ requestPolicy: 'network-only' })}>
          {(overview) => <Figures overview={overview} />}
        </Answer>
      </section>
      {nothing ? (
        <section className="card" aria-label="Installing">
          <Install tenant={params.get('tenant')} />
        </section>
      ) : (
        <>
          <TrendCard />
          <div className="grid two">
            {tops.map((top) => (
              <TopTable key={top.title} title={top.title} tabs={top.tabs} />
            ))}
          </div>
        </>
      )}
    </div>
  );
}

function Figures({ overview }: { overview: Overview }) {
  const { current: now, previous } = overview;
  const before = previous ?? undefined;
  return (
    <div className="figures">
      <Figure label="Visitors" value={short(now.visitors)} title={exact(now.visitors)}>
        <Change now={now.visitors} before={before?.visitors} base={exact(before?.visitors ?? 0)} />
      </Figure>
      <Figure label="Sessions" value={short(now.sessions)} title={exact(now.sessions)}>
        <Change now={now.sessions} before={before?.sessions} base={exact(before?.sessions ?? 0)} />
      </Figure>
      <Figure label="Views" value={short(now.views)} title={exact(now.views)}>
        <Change now={now.views} before={before?.views} base={exact(before?.views ?? 0)} />
      </Figure>
      <Figure label="Bounce rate" value={percent(now.bounceRate)}>
        <Change now={now.bounceRate} before={before?.bounceRate} base={percent(before?.bounceRate ?? 0)} lowerIsBetter />
      </Figure>
      <Figure label="Duration" value={duration(seconds(now.meanDuration))}>
        <Change now={seconds(now.meanDuration)} before={before && seconds(before.meanDuration)} base={duration(seconds(before?.meanDuration ?? 'PT0S'))} />
      </Figure>
    </div>
  );
}

function Figure({ label, value, title, children }: { label: string; value: string; title?: string; children: React.ReactNode }) {
  return (
    <div className="figure">
      <div className="label">{label}</div>
      <div className="value" title={title} data-testid={`figure-${label}`}>
        {value}
      </div>
      {children}
    </div>
  );
}

function TrendCard() {
  const { view } = useView();
  const [measure, setMeasure] = useState<Measure>('Visitors');
  const { aggregate, name } = measures[measure];
  const input: TrendInput = {
    range: { from: view.from, to: view.to },
    granularity: view.granularity,
    series: [{ match: { name }, aggregate }],
    filters: view.filters,
    comparePrevious: view.compare,
  };
  const [{ data, error, fetching }, again] = useQuery({ query: OverviewTrend, variables: { input } });
  return (
    <section className="card" aria-label="Trend">
      <header>
        <h2>{measure}</h2>
        <SegmentedControl size="xs" data={Object.keys(measures)} value={measure} onChange={(value) => setMeasure(value as Measure)} aria-label="Figure of the chart" />
      </header>
      <Answer data={data?.trend.series[0]} error={error} fetching={fetching} rows={8} retry={() => again({ requestPolicy: 'network-only' })}>
        {(series) => (
          <Suspense fallback={<Skeletons rows={1} height={280} />}>
            <TrendChart points={series.points} previous={series.previous ?? null} label={measure} byHour={view.granularity === 'HOUR'} />
          </Suspense>
        )}
      </Answer>
    </section>
  );
}
