import { lazy, Suspense } from 'react';
import { Navigate, Route, Routes, useLocation } from 'react-router';
import { ErrorState, Skeletons } from '../components/States';
import { Catch } from './Catch';

const LivePage = lazy(() => import('../features/live/LivePage'));
const OverviewPage = lazy(() => import('../features/overview/OverviewPage'));
const EventsPage = lazy(() => import('../features/events/EventsPage'));
const PersonPage = lazy(() => import('../features/person/PersonPage'));
const ProjectionsPage = lazy(() => import('../features/system/ProjectionsPage'));
const DeadLettersPage = lazy(() => import('../features/deadletters/DeadLettersPage'));
const SourcesPage = lazy(() => import('../features/sources/SourcesPage'));

/** Which page an address shows; each is loaded when it is opened. */
export function Pages() {
  const { pathname, search } = useLocation();
  return (
    <Catch key={pathname}>
      <Suspense fallback={<Skeletons shape="page" />}>
        <Routes>
          <Route path="/" element={<Navigate to={{ pathname: '/live', search }} replace />} />
          <Route path="/live" element={<LivePage />} />
          <Route path="/overview" element={<OverviewPage />} />
          <Route path="/events" element={<EventsPage />} />
          <Route path="/persons/:id" element={<PersonPage />} />
          <Route path="/system/projections" element={<ProjectionsPage />} />
          <Route path="/data/sources" element={<SourcesPage />} />
          <Route path="/data/dead-letters" element={<DeadLettersPage />} />
          <Route path="*" element={<ErrorState what="There is no such page." detail="Choose one in the menu." />} />
        </Routes>
      </Suspense>
    </Catch>
  );
}
