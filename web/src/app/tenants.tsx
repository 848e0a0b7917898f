import { useCallback, useEffect, useMemo, useState } from 'react';
import { Link } from 'react-router';
import type { CombinedError } from 'urql';
import { Code } from '../components/Code';
import { EmptyState } from '../components/States';
import { connect } from '../lib/client';
import { graphql } from '../lib/gql';
import type { Tenant } from '../lib/tenant';

const Tenants = graphql(`
  query Tenants {
    tenants { id name }
  }
`);

/** The tenants that the viewer may see, before one of them is chosen. */
export function useTenants(onLoggedOut: () => void) {
  const connection = useMemo(() => connect(null, onLoggedOut), [onLoggedOut]);
  const [tenants, setTenants] = useState<readonly Tenant[] | null>(null);
  const [problem, setProblem] = useState<CombinedError | null>(null);
  const load = useCallback(() => {
    void connection.client.query(Tenants, {}, { requestPolicy: 'network-only' }).then(({ data, error }) => {
      if (data) setTenants(data.tenants);
      setProblem(error ?? null);
    });
  }, [connection]);
  useEffect(load, [load]);
  /** Asks for another viewer: nothing of the one before is shown meanwhile. */
  const start = useCallback(() => {
    setTenants(null);
    setProblem(null);
    load();
  }, [load]);
  return { tenants, problem: tenants ? null : problem, load, start };
}

/** There is none, or not the one of the address. */
export function NoTenant({ asked, tenants, retry }: { asked: string | null; tenants: readonly Tenant[]; retry: () => void }) {
  return (
    <main className="alone">
      {tenants.length === 0 ? (
        <EmptyState title="There is no tenant yet">
          <p>A tenant is a site or a product whose events are kept apart from all others. Make the first one:</p>
          <Code label="Command that adds a tenant" text="ops/platform tenant add my-site" />
          <button type="button" className="link" onClick={retry}>
            I have, look again
          </button>
        </EmptyState>
      ) : (
        <EmptyState title={`There is no tenant "${asked ?? ''}" that you may see`}>
          <p>
            Choose one of yours:{' '}
            {tenants.map((tenant) => (
              <Link key={tenant.id} to={{ pathname: '/', search: `tenant=${encodeURIComponent(tenant.id)}` }} className="spaced">
                {tenant.name}
              </Link>
            ))}
          </p>
        </EmptyState>
      )}
    </main>
  );
}
