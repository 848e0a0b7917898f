import { type ReactNode, useState } from 'react';
import { Card } from '../../components/Card';
import { EventRow, EventTable } from '../../components/EventTable';
import { usePause } from '../../components/usePause';
import { type Arrival, useEventFeed } from '../../lib/feed';
import { counted } from '../../lib/format';
import { arrive, nothing, pause, resume, type Stream } from '../../lib/stream';

/** Events as they are stored, the newest on top. */
export function EventStream({ empty }: { empty: ReactNode }) {
  const [stream, setStream] = useState<Stream<Arrival>>(nothing);
  const { paused, handlers } = usePause();
  if (paused !== stream.paused) setStream(paused ? pause : resume);
  useEventFeed([], true, (events) => setStream((before) => arrive(before, events)));
  return (
    <div {...handlers}>
      <Card title="As it happens" controls={<span className="quiet">{stream.paused ? `Paused, ${counted(stream.waiting.length, 'event')} waiting` : 'Pauses while you point at it'}</span>}>
        {stream.shown.length === 0 ? (
          empty
        ) : (
          <EventTable label="Events as they happen">
            <tbody>
              {stream.shown.map((event) => (
                <EventRow key={event.id} event={event} fresh />
              ))}
            </tbody>
          </EventTable>
        )}
      </Card>
    </div>
  );
}
