import { type ReactNode, useState } from 'react';
import { Card } from '../../components/Card';
import { EventRow, EventTable } from '../../components/EventTable';
import { usePause } from '../../components/usePause';
import { useAnswer } from '../../lib/answer';
import { type Arrival, useEventFeed } from '../../lib/feed';
import { counted } from '../../lib/format';
import { graphql } from '../../lib/gql';
import { arrive, nothing, pause, resume, type Stream } from '../../lib/stream';

const Recent = graphql(`
  query Recent($range: TimeRange!) {
    events(range: $range, first: 30) {
      nodes { id sequence name occurredAt recordedAt visitorId sessionId properties }
    }
  }
`);

// What came before anybody listened; asked again because the list of stored events is a moment behind the feed.
const minutes = 5;
const askEvery = 4_000;
const recentRange = () => ({ from: new Date(Date.now() - minutes * 60_000).toISOString(), to: new Date(Date.now() + 86_400_000).toISOString() });

/** Events as they are stored, the newest on top. */
export function EventStream({ empty }: { empty: ReactNode }) {
  const [stream, setStream] = useState<Stream<Arrival>>(nothing);
  const { paused, handlers } = usePause();
  if (paused !== stream.paused) setStream(paused ? pause : resume);
  const [range] = useState(recentRange);
  const { data } = useAnswer(Recent, { range }, { fresh: !paused, every: askEvery });
  const { shown } = arrive({ ...stream, paused: false }, data?.events.nodes ?? []);
  useEventFeed([], true, (events) => setStream((before) => arrive(before, events)));
  return (
    <div {...handlers}>
      <Card title="As it happens" controls={<span className="quiet">{stream.paused ? `Paused, ${counted(stream.waiting.length, 'event')} waiting` : 'Pauses while you point at it'}</span>}>
        {shown.length === 0 ? (
          empty
        ) : (
          <EventTable label="Events as they happen">
            <tbody>
              {shown.map((event) => (
                <EventRow key={event.id} event={event} fresh />
              ))}
            </tbody>
          </EventTable>
        )}
      </Card>
    </div>
  );
}
