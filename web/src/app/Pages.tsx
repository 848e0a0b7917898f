import { type ComponentType, lazy, Suspense } from 'react';
import { matchPath, Navigate, Route, Routes, useLocation } from 'react-router';
import type { Client } from 'urql';
import { ErrorState, Skeletons } from '../components/States';
import { Catch } from './Catch';

interface PageCode {
  default: ComponentType;
  /** Asks what the page will ask, before it is there. */
  ask?: (client: Client, params: URLSearchParams) => void;
}

const pages: Readonly<Record<string, () => Promise<PageCode>>> = {
  '/live': () => import('../features/live/LivePage'),
  '/overview': () => import('../features/overview/OverviewPage'),
  '/explore/trends': () => import('../features/trends/TrendsPage'),
  '/explore/funnels': () => import('../features/funnels/FunnelsPage'),
  '/explore/retention': () => import('../features/retention/RetentionPage'),
  '/explore/paths': () => import('../features/paths/PathsPage'),
  '/explore/attribution': () => import('../features/attribution/AttributionPage'),
  '/explore/lifecycle': () => import('../features/lifecycle/LifecyclePage'),
  '/explore/stickiness': () => import('../features/stickiness/StickinessPage'),
  '/people/persons': () => import('../features/persons/PersonsPage'),
  '/people/cohorts': () => import('../features/persons/CohortsPage'),
  '/people/sessions': () => import('../features/sessions/SessionsPage'),
  '/dashboards': () => import('../features/dashboards/DashboardsPage'),
  '/dashboards/:id': () => import('../features/dashboards/DashboardPage'),
  '/events': () => import('../features/events/EventsPage'),
  '/persons/:id': () => import('../features/person/PersonPage'),
  '/series': () => import('../features/metrics/MetricsPage'),
  '/alerts': () => import('../features/alerts/AlertsPage'),
  '/anomalies': () => import('../features/anomalies/AnomaliesPage'),
  '/system/projections': () => import('../features/system/ProjectionsPage'),
  '/system/replays': () => import('../features/system/ReplaysPage'),
  '/data/sources': () => import('../features/sources/SourcesPage'),
  '/data/imports': () => import('../features/imports/ImportsPage'),
  '/data/quality': () => import('../features/quality/QualityPage'),
  '/data/plan': () => import('../features/plan/PlanPage'),
  '/data/dead-letters': () => import('../features/deadletters/DeadLettersPage'),
};

const first = '/live';
const ready = new Map<string, ComponentType>();
const shown = new Map<string, ComponentType>();

/** Loads the page of an address, so that it can be shown at once when it is known who asks. */
export async function fetchPage(pathname: string): Promise<PageCode | undefined> {
  const path = Object.keys(pages).find((pattern) => matchPath(pattern, pathname === '/' ? first : pathname));
  if (!path) return undefined;
  const page = await pages[path]?.();
  if (page) ready.set(path, page.default);
  return page;
}

// A page stays the component that it was first shown as. One that waits for its code is hidden by React for 300 ms at least.
function pageOf(path: string, load: () => Promise<PageCode>): ComponentType {
  const page = shown.get(path) ?? ready.get(path) ?? lazy(load);
  shown.set(path, page);
  return page;
}

/** Which page an address shows; each is loaded when it is opened. */
export function Pages() {
  const { pathname, search } = useLocation();
  return (
    <Catch key={pathname}>
      <Suspense fallback={<Skeletons shape="page" />}>
        <Routes>
          <Route path="/" element={<Navigate to={{ pathname: first, search }} replace />} />
          {Object.entries(pages).map(([path, load]) => {
            const Page = pageOf(path, load);
            return <Route key={path} path={path} element={<Page />} />;
          })}
          <Route path="*" element={<ErrorState what="There is no such page." detail="Choose one in the menu." />} />
        </Routes>
      </Suspense>
    </Catch>
  );
}
