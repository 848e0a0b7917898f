import { connect, type Connection } from '../lib/client';
import { fetchPage } from './Pages';

// A page that cannot be loaded says so when it is shown.
const firstPage = fetchPage(location.pathname).catch(() => undefined);
let early: { tenant: string; connection: Connection } | null = null;

/** Waits for the first page's code and asks what the page will ask, while everything around it is still being made. */
export async function askEarly(onLoggedOut: () => void): Promise<void> {
  const params = new URLSearchParams(location.search);
  const [page, tenant] = [await firstPage, params.get('tenant')];
  if (!page?.ask || !tenant || early) return;
  early = { tenant, connection: connect(tenant, onLoggedOut) };
  page.ask(early.connection.client, params);
}

/** A connection for a tenant: the one that has been asked already, the first time. */
export function connectionOf(tenant: string, onLoggedOut: () => void): Connection {
  const known = early?.tenant === tenant ? early.connection : null;
  if (!known) early?.connection.close();
  early = null;
  return known ?? connect(tenant, onLoggedOut);
}
