import { type ReactNode, useState } from 'react';
import { useSubscription } from 'urql';
import { EventHead, EventRow } from '../../components/EventRow';
import { graphql } from '../../lib/gql';
import { arrive, nothing, pause, resume, type Stream } from './stream';

const Arrivals = graphql(`
  subscription Arrivals {
    eventAppended {
      id
      name
      occurredAt
      visitorId
      properties
    }
  }
`);

export function EventStream({ empty }: { empty: ReactNode }) {
  const [stream, setStream] = useState<Stream>(nothing);
  useSubscription({ query: Arrivals }, (_, data) => {
    setStream((before) => arrive(before, data.eventAppended));
    return data;
  });
  return (
    <div onMouseEnter={() => setStream(pause)} onMouseLeave={() => setStream(resume)}>
      <header style={{ display: 'flex', justifyContent: 'space-between', marginBottom: 8 }}>
        <h2 style={{ fontSize: 14, margin: 0 }}>As it happens</h2>
        <span className="quiet">{stream.paused ? `Paused, ${stream.waiting.length} waiting` : 'Hover to pause'}</span>
      </header>
      {stream.shown.length === 0 ? (
        empty
      ) : (
        <table className="plain">
          <EventHead />
          <tbody>
            {stream.shown.map((event) => (
              <EventRow key={event.id} event={event} fresh />
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
