import { IconActivity, IconAlertTriangle, IconApi, IconBell, IconChartAreaLine, IconChartLine, IconClockPlay, IconDatabase, IconFileImport, IconFilterDown, IconLayoutBoard, IconLayoutDashboard, IconLayoutGrid, IconList, IconMagnet, IconMailExclamation, IconPlugConnected, IconRecycle, IconRotateClockwise2, IconRoute, IconRulerMeasure, IconScale, IconShieldCheck, IconUsers, IconUsersGroup, type Icon } from '@tabler/icons-react';

/** A page of the product. */
export interface Place {
  to: string;
  label: string;
  icon: Icon;
  /** What people may also call it when they search. */
  also?: string;
  /** Whether the range and the filters of the header are what it answers for. */
  dated?: boolean;
  /** Whether the range alone is. */
  ranged?: boolean;
  /** Whether it can be answered as known at a moment. */
  asOf?: boolean;
  /** A page that is not one of this UI. */
  elsewhere?: boolean;
}

/** Every page that works, as the rail groups them. */
export const groups: readonly { name: string | null; places: readonly Place[] }[] = [
  {
    name: null,
    places: [
      { to: '/live', label: 'Live', icon: IconActivity, also: 'now real time' },
      { to: '/overview', label: 'Overview', icon: IconLayoutDashboard, also: 'visitors pages sources countries devices', dated: true },
    ],
  },
  {
    name: 'Explore',
    places: [
      { to: '/explore/trends', label: 'Trends', icon: IconChartLine, also: 'series breakdown over time', dated: true, asOf: true },
      { to: '/explore/funnels', label: 'Funnels', icon: IconFilterDown, also: 'conversion steps drop', dated: true, asOf: true },
      { to: '/explore/retention', label: 'Retention', icon: IconLayoutGrid, also: 'cohorts come back churn', dated: true, asOf: true },
      { to: '/explore/paths', label: 'Paths', icon: IconRoute, also: 'ways flow sankey journey', dated: true, asOf: true },
      { to: '/explore/attribution', label: 'Attribution', icon: IconScale, also: 'credit channels campaigns first last touch models', dated: true, asOf: true },
      { to: '/explore/lifecycle', label: 'Lifecycle', icon: IconRecycle, also: 'new returning resurrecting dormant', dated: true, asOf: true },
      { to: '/explore/stickiness', label: 'Stickiness', icon: IconMagnet, also: 'days active engagement', dated: true, asOf: true },
    ],
  },
  {
    name: 'People',
    places: [
      { to: '/people/persons', label: 'Persons', icon: IconUsers, also: 'visitors segments traits users', dated: true, asOf: true },
      { to: '/people/cohorts', label: 'Cohorts', icon: IconUsersGroup, also: 'segments groups audiences' },
      { to: '/people/sessions', label: 'Sessions', icon: IconClockPlay, also: 'visits', dated: true },
    ],
  },
  {
    name: 'Metrics',
    places: [
      { to: '/series', label: 'Series', icon: IconChartAreaLine, also: 'metrics revenue errors band expected forecast', ranged: true },
      { to: '/anomalies', label: 'Anomalies', icon: IconAlertTriangle, also: 'spikes drops outages inbox acknowledge unusual', ranged: true },
      { to: '/alerts', label: 'Alerts', icon: IconBell, also: 'rules notifications webhooks slack silence firing escalation', ranged: true },
    ],
  },
  {
    name: 'Share',
    places: [{ to: '/dashboards', label: 'Dashboards', icon: IconLayoutBoard, also: 'insights tiles shared links' }],
  },
  {
    name: 'Data',
    places: [
      { to: '/events', label: 'Events', icon: IconList, also: 'explorer stored', dated: true },
      { to: '/data/sources', label: 'Sources', icon: IconPlugConnected, also: 'write keys limits quotas origins filters snippet' },
      { to: '/data/imports', label: 'Imports', icon: IconFileImport, also: 'history upload csv plausible umami posthog google analytics segment migrate' },
      { to: '/data/quality', label: 'Data quality', icon: IconShieldCheck, also: 'volumes late duplicates refused freshness completeness lineage', ranged: true },
      { to: '/data/plan', label: 'Tracking plan', icon: IconRulerMeasure, also: 'schema json properties violations modes' },
      { to: '/data/dead-letters', label: 'Dead letters', icon: IconMailExclamation, also: 'refused dropped errors' },
    ],
  },
  {
    name: 'System',
    places: [
      { to: '/system/projections', label: 'Projections', icon: IconDatabase, also: 'read models lag' },
      { to: '/system/replays', label: 'Replays', icon: IconRotateClockwise2, also: 'rebuild read models progress parity what if rules session timeout', ranged: true },
      { to: '/graphql/', label: 'GraphQL', icon: IconApi, also: 'api explorer', elsewhere: true },
    ],
  },
];

export const places: readonly Place[] = groups.flatMap((group) => group.places);

/** The page that an address belongs to. */
export const placeOf = (pathname: string): Place | undefined => places.find((place) => pathname === place.to || pathname.startsWith(`${place.to}/`));

/** The pages of the bar at the bottom of a phone; the others are behind "More". */
export const first: readonly Place[] = places.filter((place) => ['/live', '/overview', '/events'].includes(place.to));
