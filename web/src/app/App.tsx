import { useCallback, useEffect, useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { Provider } from 'urql';
import { ErrorState, failure } from '../components/States';
import { LoginPage } from '../features/login/LoginPage';
import { ConnectionContext } from '../lib/connection';
import { type Viewer, currentViewer, logOut } from '../lib/session';
import { TenantContext } from '../lib/tenant';
import { askEarly, connectionOf } from './early';
import { Pages } from './Pages';
import { Shell } from './Shell';
import { NoTenant, useTenants } from './tenants';

type Session = { kind: 'asking' } | { kind: 'failed'; message: string } | { kind: 'out' } | { kind: 'in'; viewer: Viewer };

export function App() {
  const [session, setSession] = useState<Session>({ kind: 'asking' });
  const leave = useCallback(() => setSession({ kind: 'out' }), []);
  const ask = useCallback(() => {
    currentViewer()
      .then(async (viewer) => {
        if (viewer) await askEarly(leave);
        setSession(viewer ? { kind: 'in', viewer } : { kind: 'out' });
      })
      .catch((error: Error) => setSession({ kind: 'failed', message: error.message }));
  }, [leave]);
  useEffect(ask, [ask]);
  // Asked at the same time as who is there; refused when nobody is.
  const tenancy = useTenants(leave);

  if (session.kind === 'asking') return null;
  if (session.kind === 'failed')
    return (
      <main className="alone">
        <ErrorState what="This page cannot be shown just now." detail={`${session.message} Events that were acknowledged are safe.`} retry={() => {
            ask();
            tenancy.load();
          }}
        />
      </main>
    );
  if (session.kind === 'out') {
    const enter = (entered: Viewer) => {
      tenancy.start();
      setSession({ kind: 'in', viewer: entered });
    };
    return <LoginPage onLoggedIn={enter} />;
  }
  return <Inside viewer={session.viewer} tenancy={tenancy} onLoggedOut={leave} />;
}

function Inside({ viewer, tenancy: { tenants, problem, load }, onLoggedOut }: { viewer: Viewer; tenancy: ReturnType<typeof useTenants>; onLoggedOut: () => void }) {
  const [params, setParams] = useSearchParams();
  const asked = params.get('tenant');
  const current = tenants?.find((tenant) => tenant.id === asked);
  const usual = tenants?.[0]?.id;
  useEffect(() => {
    if (asked !== null || !usual) return;
    const next = new URLSearchParams(params);
    next.set('tenant', usual);
    void setParams(next, { replace: true });
  }, [asked, usual, params, setParams]);
  const id = current?.id;
  const connection = useMemo(() => (id ? connectionOf(id, onLoggedOut) : null), [id, onLoggedOut]);
  useEffect(() => connection?.close, [connection]);

  if (problem)
    return (
      <main className="alone">
        <ErrorState {...failure(problem)} retry={load} />
      </main>
    );
  if (!tenants || (asked === null && usual)) return null;
  if (!current || !connection) return <NoTenant asked={asked} tenants={tenants} retry={load} />;
  return (
    <TenantContext value={{ current, all: tenants }}>
      <ConnectionContext value={connection}>
        <Provider value={connection.client}>
          <Shell viewer={viewer} onLogOut={() => void logOut().then(onLoggedOut)} onTenants={load}>
            <Pages key={current.id} />
          </Shell>
        </Provider>
      </ConnectionContext>
    </TenantContext>
  );
}
