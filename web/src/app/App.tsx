import { Suspense, lazy, useCallback, useEffect, useMemo, useState } from 'react';
import { Navigate, Route, Routes, useSearchParams } from 'react-router';
import { Provider } from 'urql';
import { ErrorState, Skeletons } from '../components/States';
import { LoginPage } from '../features/login/LoginPage';
import { connect } from '../lib/client';
import { type Viewer, currentViewer, logOut } from '../lib/session';
import { ConnectionContext } from './connection';
import { Shell } from './Shell';

const LivePage = lazy(() => import('../features/live/LivePage'));
const OverviewPage = lazy(() => import('../features/overview/OverviewPage'));
const EventsPage = lazy(() => import('../features/events/EventsPage'));
const PersonPage = lazy(() => import('../features/person/PersonPage'));
const SystemPage = lazy(() => import('../features/system/SystemPage'));
const DeadLettersPage = lazy(() => import('../features/system/DeadLettersPage'));

type Session = { kind: 'asking' } | { kind: 'failed'; message: string } | { kind: 'out' } | { kind: 'in'; viewer: Viewer };

export function App() {
  const [session, setSession] = useState<Session>({ kind: 'asking' });
  const ask = useCallback(() => {
    currentViewer()
      .then((viewer) => setSession(viewer ? { kind: 'in', viewer } : { kind: 'out' }))
      .catch((error: Error) => setSession({ kind: 'failed', message: error.message }));
  }, []);
  useEffect(ask, [ask]);

  if (session.kind === 'asking') return null;
  if (session.kind === 'failed')
    return <ErrorState what="The server cannot be reached." detail={`${session.message} Events that were acknowledged are safe.`} retry={ask} />;
  if (session.kind === 'out') return <LoginPage onLoggedIn={(viewer) => setSession({ kind: 'in', viewer })} />;
  return <Inside viewer={session.viewer} onLoggedOut={() => setSession({ kind: 'out' })} />;
}

function Inside({ viewer, onLoggedOut }: { viewer: Viewer; onLoggedOut: () => void }) {
  const [params] = useSearchParams();
  const tenant = params.get('tenant');
  const connection = useMemo(() => connect(tenant, onLoggedOut), [tenant, onLoggedOut]);
  useEffect(() => connection.close, [connection]);
  return (
    <ConnectionContext value={connection}>
      <Provider value={connection.client}>
        <Shell viewer={viewer} onLogOut={() => void logOut().then(onLoggedOut)}>
          <Suspense fallback={<Skeletons rows={4} />}>
            <Routes>
              <Route path="/" element={<Navigate to={{ pathname: '/live', search: location.search }} replace />} />
              <Route path="/live" element={<LivePage />} />
              <Route path="/overview" element={<OverviewPage />} />
              <Route path="/events" element={<EventsPage />} />
              <Route path="/persons/:id" element={<PersonPage />} />
              <Route path="/system/projections" element={<SystemPage />} />
              <Route path="/data/dead-letters" element={<DeadLettersPage />} />
              <Route path="*" element={<ErrorState what="There is no such page." detail="Choose one on the left." />} />
            </Routes>
          </Suspense>
        </Shell>
      </Provider>
    </ConnectionContext>
  );
}
