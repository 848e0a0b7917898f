import { Button } from '@mantine/core';
import { useState } from 'react';
import { EventTable } from '../../components/EventTable';
import { Nothing } from '../../components/Nothing';
import { Answer } from '../../components/States';
import { usePause } from '../../components/usePause';
import { useAnswer } from '../../lib/answer';
import { type Arrival, useEventFeed } from '../../lib/feed';
import { counted } from '../../lib/format';
import { graphql } from '../../lib/gql';
import type { EventMatch } from '../../lib/gql/graphql';
import { arrive, most, nothing, pause, resume, type Stream } from '../../lib/stream';
import { type Range, useView } from '../../lib/view';
import { StoredEvent } from './StoredEvent';

const EventsOf = graphql(`
  query EventsOf($range: TimeRange!, $match: [EventMatch!], $filters: [PropertyFilter!], $after: String) {
    events(range: $range, match: $match, filters: $filters, first: 50, after: $after) {
      nodes { id sequence name occurredAt recordedAt visitorId sessionId properties }
      pageInfo { endCursor }
    }
  }
`);

const within = ({ from, to }: Range, at: string): boolean => Date.parse(from) <= Date.parse(at) && Date.parse(at) < Date.parse(to);

/** The stored events of the view, page by page; new ones are put on top while nobody reads. */
export function EventList({ match, live }: { match: readonly EventMatch[]; live: boolean }) {
  const { view } = useView();
  const [older, setOlder] = useState<readonly string[]>([]);
  const [stream, setStream] = useState<Stream<Arrival>>(nothing);
  const { paused, handlers } = usePause();
  if (paused !== stream.paused) setStream(paused ? pause : resume);
  const question = useAnswer(EventsOf, { range: view.range, match: [...match], filters: view.filters, after: null });
  const wanted = match.length > 0 ? match.map((one) => ({ ...one, filters: view.filters })) : [{ name: '*', filters: view.filters }];
  useEventFeed(wanted, live, (events) => setStream((before) => arrive(before, events.filter((event) => within(view.range, event.occurredAt)))));
  const again = () => {
    setStream({ ...nothing, paused });
    setOlder([]);
    question.retry();
  };

  const nodes = question.data?.events.nodes ?? [];
  const listed = new Set(nodes.map((event) => event.id));
  const arrived = stream.shown.filter((event) => !listed.has(event.id));
  const next = question.data?.events.pageInfo.endCursor;
  return (
    <section className="card" aria-label="Events, the newest first" {...handlers}>
      {live && <p className="quiet flush" role="status">{stream.waiting.length > 0 ? `Paused, ${counted(stream.waiting.length, 'event')} waiting` : 'New events are added on top; pointing at the list pauses it.'}</p>}
      <Answer data={question.data} error={question.error} fetching={question.fetching} shape="rows" retry={question.retry}>
        {() =>
          nodes.length + arrived.length === 0 ? (
            <Nothing filtered={match.length + view.filters.length > 0} />
          ) : (
            <EventTable label="Events">
              <tbody>
                {arrived.map((event) => (
                  <StoredEvent key={event.id} event={event} fresh />
                ))}
                {arrived.length === most && <Action text={`Only the newest ${most} that came are shown here.`} label="List all" onClick={again} />}
                {nodes.map((event) => (
                  <StoredEvent key={event.id} event={event} />
                ))}
                {older.length === 0 && next && <Action label="Show older ones" onClick={() => setOlder([next])} />}
              </tbody>
              {older.map((after, index) => (
                <OlderEvents key={after} match={match} after={after} onMore={index === older.length - 1 ? (cursor) => setOlder([...older, cursor]) : undefined} />
              ))}
            </EventTable>
          )
        }
      </Answer>
    </section>
  );
}

function OlderEvents({ match, after, onMore }: { match: readonly EventMatch[]; after: string; onMore: ((cursor: string) => void) | undefined }) {
  const { view } = useView();
  const { data, error, fetching, retry } = useAnswer(EventsOf, { range: view.range, match: [...match], filters: view.filters, after });
  const next = data?.events.pageInfo.endCursor;
  return (
    <tbody>
      {data ? (
        data.events.nodes.map((event) => <StoredEvent key={event.id} event={event} />)
      ) : (
        <tr>
          <td colSpan={5}>
            <Answer data={data} error={error} fetching={fetching} shape="rows" retry={retry}>
              {() => null}
            </Answer>
          </td>
        </tr>
      )}
      {next && onMore && <Action label="Show older ones" onClick={() => onMore(next)} />}
    </tbody>
  );
}

function Action({ text, label, onClick }: { text?: string; label: string; onClick: () => void }) {
  return (
    <tr className="action">
      <td colSpan={5}>
        {text && <span className="quiet">{text} </span>}
        <Button variant="light" size="compact-sm" onClick={onClick}>
          {label}
        </Button>
      </td>
    </tr>
  );
}

