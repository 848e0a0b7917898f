import { createClient as createSocket } from 'graphql-ws';
import { Client, cacheExchange, fetchExchange, mapExchange, subscriptionExchange } from 'urql';

/** live: told of changes; reconnecting: they are missed at the moment, and it heals itself. */
export type ConnectionState = 'connecting' | 'live' | 'reconnecting';

type Listener = (state: ConnectionState) => void;

export interface Connection {
  client: Client;
  state: () => ConnectionState;
  listen: (listener: Listener) => () => void;
  close: () => void;
}

// A ping every second that must be answered within little more than one: a dead line is noticed in under three.
const pingEvery = 1_000;
const pongWithin = 1_250;

/** A client for one tenant: queries over HTTP, subscriptions over one WebSocket that reconnects for ever. */
export function connect(tenant: string | null, onLoggedOut: () => void): Connection {
  let state: ConnectionState = 'connecting';
  let overdue: ReturnType<typeof setTimeout> | undefined;
  const listeners = new Set<Listener>();
  const become = (next: ConnectionState) => {
    if (next === state) return;
    state = next;
    listeners.forEach((listener) => listener(next));
  };
  const lost = () => {
    clearTimeout(overdue);
    become('reconnecting');
  };
  const socket = createSocket({
    url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`,
    connectionParams: tenant ? { tenant } : {},
    lazy: tenant === null,
    onNonLazyError: lost,
    keepAlive: pingEvery,
    retryAttempts: Number.POSITIVE_INFINITY,
    retryWait: (retries) => new Promise((resolve) => setTimeout(resolve, Math.min(5_000, 250 * 2 ** Math.min(retries, 5)))),
    shouldRetry: () => true,
    on: {
      connected: () => become(navigator.onLine ? 'live' : 'reconnecting'),
      closed: lost,
      error: lost,
      ping: (received) => {
        if (!received) overdue = setTimeout(() => socket.terminate(), pongWithin);
      },
      pong: (received) => {
        if (received) clearTimeout(overdue);
      },
    },
  });
  // The browser may know before any ping does, and knows when it is worth trying again.
  const offline = () => {
    lost();
    socket.terminate();
  };
  const online = () => socket.terminate();
  window.addEventListener('offline', offline);
  window.addEventListener('online', online);
  const client = new Client({
    url: '/graphql',
    preferGetMethod: false,
    requestPolicy: 'cache-and-network',
    fetchOptions: () => ({ headers: new Headers(tenant ? { 'X-Tenant': tenant } : {}), credentials: 'same-origin' }),
    exchanges: [
      mapExchange({
        onError: (error) => {
          if ((error.response as Response | undefined)?.status === 401) onLoggedOut();
        },
      }),
      cacheExchange,
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: (request) => ({
          subscribe: (sink) => ({ unsubscribe: socket.subscribe({ ...request, query: request.query ?? '' }, sink) }),
        }),
      }),
    ],
  });
  return {
    client,
    state: () => state,
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      clearTimeout(overdue);
      window.removeEventListener('offline', offline);
      window.removeEventListener('online', online);
      void socket.dispose();
    },
  };
}
