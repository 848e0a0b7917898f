import { Nothing } from '../../components/Nothing';
import { Page } from '../../components/Page';
import { Answer } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { graphql } from '../../lib/gql';
import { rangeName } from '../../lib/format';
import { useView } from '../../lib/view';
import { Figures } from './Figures';
import { TopCard, type Tab } from './TopCard';
import { TrendCard } from './TrendCard';

const OverviewFigures = graphql(`
  query OverviewFigures($range: TimeRange!, $before: TimeRange!, $filters: [PropertyFilter!], $compare: Boolean!) {
    overview(range: $range, filters: $filters) {
      current { visitors sessions views events bounceRate meanDuration viewsPerSession }
    }
    before: overview(range: $before, filters: $filters) @include(if: $compare) {
      current { visitors sessions views events bounceRate meanDuration viewsPerSession }
    }
  }
`);

const tops: readonly { title: string; name: string; tabs: readonly [Tab, ...Tab[]] }[] = [
  { title: 'Pages', name: 'pages', tabs: [{ label: 'All', property: 'page' }, { label: 'Entry', property: 'entry_page' }, { label: 'Exit', property: 'exit_page' }] },
  { title: 'Sources', name: 'sources', tabs: [{ label: 'Referrers', property: 'referrer' }, { label: 'Channels', property: 'channel' }, { label: 'Campaigns', property: 'utm_campaign' }] },
  { title: 'Places', name: 'places', tabs: [{ label: 'Countries', property: 'country' }, { label: 'Languages', property: 'language' }] },
  { title: 'Devices', name: 'devices', tabs: [{ label: 'Types', property: 'device' }, { label: 'Browsers', property: 'browser' }, { label: 'Systems', property: 'os' }] },
];

/** How is it going: the key figures against the time before, their course, and where they come from. */
export default function OverviewPage() {
  const { view } = useView();
  const { data, error, fetching, retry } = useAnswer(
    OverviewFigures,
    { range: view.range, before: view.before, filters: view.filters, compare: view.compare },
    { fresh: view.running },
  );
  const nothing = data?.overview.current.events === 0 && view.filters.length === 0;
  return (
    <Page title="Overview" about={[rangeName(view.from, view.to), view.compare && `compared with ${rangeName(view.before.from, view.before.to)}`, view.compare && view.running && 'up to the same time'].filter(Boolean).join(', ')}>
      <section className="card" aria-label="Key figures">
        <Answer data={data} error={error} fetching={fetching} shape="figures" retry={retry}>
          {(answer) => <Figures now={answer.overview.current} before={answer.before?.current} />}
        </Answer>
      </section>
      {nothing ? (
        <section className="card" aria-label="No events">
          <Nothing />
        </section>
      ) : (
        <>
          <TrendCard />
          <div className="grid two">
            {tops.map((top) => (
              <TopCard key={top.name} title={top.title} name={top.name} tabs={top.tabs} />
            ))}
          </div>
        </>
      )}
    </Page>
  );
}
