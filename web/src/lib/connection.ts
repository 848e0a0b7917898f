import { createContext, use, useSyncExternalStore } from 'react';
import type { Connection, ConnectionState } from './client';

export const ConnectionContext = createContext<Connection | null>(null);

export function useConnectionState(): ConnectionState {
  const connection = use(ConnectionContext);
  if (!connection) throw new Error('There is no connection above this component.');
  return useSyncExternalStore(connection.listen, connection.state);
}
