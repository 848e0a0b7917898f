import { useEffect, useMemo, useRef, useState } from 'react';
import { type AnyVariables, type CombinedError, type TypedDocumentNode, createRequest, useQuery } from 'urql';
import { useConnectionState } from './connection';

export interface Question<Data> {
  data: Data | undefined;
  error: CombinedError | undefined;
  /** Whether what is shown answers an older question, or nothing is there yet: not when the same question is asked again. */
  fetching: boolean;
  retry: () => void;
}

const refreshEvery = 10_000;

/** The answer to a question. The last one stays until there is a new one; `fresh` asks again while somebody looks, and once the connection is back. */
export function useAnswer<Data, Variables extends AnyVariables>(query: TypedDocumentNode<Data, Variables>, variables: Variables, { fresh = false, pause = false, every = refreshEvery } = {}): Question<Data> {
  const [result, again] = useQuery({ query, variables, pause } as Parameters<typeof useQuery<Data, Variables>>[0]);
  const written = JSON.stringify(variables);
  const { key } = useMemo(() => createRequest(query, JSON.parse(written) as Variables), [query, written]);
  const own = result.operation?.key === key;
  const [kept, keep] = useState<{ key: number; data: Data } | null>(null);
  // The same answer again is no news: charts are not drawn anew for it.
  // A refused question has null for its data.
  if (own && result.data && kept?.data !== result.data && (kept?.key !== key || JSON.stringify(kept.data) !== JSON.stringify(result.data)))
    keep({ key, data: result.data });

  useEffect(() => {
    if (!fresh) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') again({ requestPolicy: 'network-only' });
    }, every);
    return () => clearInterval(timer);
  }, [fresh, every, again]);

  const connection = useConnectionState();
  const before = useRef(connection);
  useEffect(() => {
    if (!pause && before.current === 'reconnecting' && connection === 'live') again({ requestPolicy: 'network-only' });
    before.current = connection;
  }, [connection, again, pause]);

  return {
    data: kept?.data,
    error: own ? result.error : undefined,
    fetching: kept?.key !== key ? result.fetching || !own : result.fetching && result.error !== undefined,
    retry: () => again({ requestPolicy: 'network-only' }),
  };
}
