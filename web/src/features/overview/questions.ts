import type { Client } from 'urql';
import { TrendAnswer } from '../../components/insight/TrendView';
import { graphql } from '../../lib/gql';
import type { TrendInput } from '../../lib/gql/graphql';
import { choiceOf, currentView, type View } from '../../lib/view';
import { Top } from './top';

export const OverviewFigures = graphql(`
  query OverviewFigures($range: TimeRange!, $before: TimeRange!, $filters: [PropertyFilter!], $compare: Boolean!) {
    overview(range: $range, filters: $filters) {
      current { visitors sessions views events bounceRate meanDuration viewsPerSession }
    }
    before: overview(range: $before, filters: $filters) @include(if: $compare) {
      current { visitors sessions views events bounceRate meanDuration viewsPerSession }
    }
  }
`);

const measures = {
  Visitors: { aggregate: 'UNIQUE_PERSONS', name: '*' },
  Sessions: { aggregate: 'UNIQUE_SESSIONS', name: '*' },
  Views: { aggregate: 'TOTAL', name: 'page_viewed' },
} as const;

export type Measure = keyof typeof measures;

/** The figures that the chart can show, and the parameter of the address that names one. */
export const figure = { name: 'figure', options: ['Visitors', 'Sessions', 'Views'] as const satisfies readonly Measure[] };

export interface Tab {
  label: string;
  property: string;
}

/** The cards of top values, and the parameter of the address that names what each shows. */
export const tops: readonly { title: string; name: string; tabs: readonly [Tab, ...Tab[]] }[] = [
  { title: 'Pages', name: 'pages', tabs: [{ label: 'All', property: 'page' }, { label: 'Entry', property: 'entry_page' }, { label: 'Exit', property: 'exit_page' }] },
  { title: 'Sources', name: 'sources', tabs: [{ label: 'Referrers', property: 'referrer' }, { label: 'Channels', property: 'channel' }, { label: 'Campaigns', property: 'utm_campaign' }] },
  { title: 'Places', name: 'places', tabs: [{ label: 'Countries', property: 'country' }, { label: 'Languages', property: 'language' }] },
  { title: 'Devices', name: 'devices', tabs: [{ label: 'Types', property: 'device' }, { label: 'Browsers', property: 'browser' }, { label: 'Systems', property: 'os' }] },
];

export const propertiesOf = (tabs: readonly [Tab, ...Tab[]]) => tabs.map((tab) => tab.property) as [string, ...string[]];

export const figuresOf = (view: View) => ({ range: view.range, before: view.before, filters: view.filters, compare: view.compare });

export const trendOf = (view: View, measure: Measure): TrendInput => ({
  range: view.range,
  granularity: view.granularity,
  series: [{ match: { name: measures[measure].name }, aggregate: measures[measure].aggregate }],
  filters: view.filters,
  comparePrevious: view.compare,
});

export const topOf = (view: View, property: string) => ({ input: { range: view.range, property, filters: view.filters, topK: 8 } });

/** Asks what the page of an address will ask, before there is a page: the parts that ask again share the answers. */
export function ask(client: Client, params: URLSearchParams): void {
  const view = currentView(params);
  const now = (answer: { toPromise: () => Promise<unknown> }) => void answer.toPromise();
  now(client.query(OverviewFigures, figuresOf(view)));
  now(client.query(TrendAnswer, { input: trendOf(view, choiceOf(params, figure.name, figure.options)) }));
  for (const { name, tabs } of tops) now(client.query(Top, topOf(view, choiceOf(params, name, propertiesOf(tabs)))));
}
