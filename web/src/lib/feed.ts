import { useEffect, useEffectEvent } from 'react';
import { useClient } from 'urql';
import { pipe, subscribe } from 'wonka';
import { graphql } from './gql';
import type { ArrivalsSubscription, EventMatch } from './gql/graphql';

const Arrivals = graphql(`
  subscription Arrivals($match: [EventMatch!]) {
    eventAppended(match: $match) { id sequence name occurredAt recordedAt visitorId sessionId properties }
  }
`);

export type Arrival = ArrivalsSubscription['eventAppended'];

// People read no faster, and a screen that is drawn a thousand times a second is no use to them.
const gatherFor = 200;

/** Tells of events as they are stored, a few times a second those that came since the last time. */
export function useEventFeed(match: readonly EventMatch[], on: boolean, tell: (events: Arrival[]) => void): void {
  const client = useClient();
  const told = useEffectEvent(tell);
  const written = JSON.stringify(match);
  useEffect(() => {
    if (!on) return;
    let gathered: Arrival[] = [];
    const timer = setInterval(() => {
      if (gathered.length === 0) return;
      told(gathered);
      gathered = [];
    }, gatherFor);
    const listening = pipe(
      client.subscription(Arrivals, { match: JSON.parse(written) as EventMatch[] }),
      subscribe(({ data }) => {
        if (data) gathered.push(data.eventAppended);
      }),
    );
    return () => {
      clearInterval(timer);
      listening.unsubscribe();
    };
  }, [client, written, on]);
}
