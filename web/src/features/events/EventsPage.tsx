import { Button, MultiSelect } from '@mantine/core';
import { Fragment, useState } from 'react';
import { useQuery } from 'urql';
import { EventHead, EventRow, type ShownEvent } from '../../components/EventRow';
import { Answer, EmptyState } from '../../components/States';
import { graphql } from '../../lib/gql';
import { useView } from '../../lib/view';

const Names = graphql(`
  query Names {
    catalog {
      events { name volume }
    }
  }
`);

const EventList = graphql(`
  query EventList($range: TimeRange!, $match: [EventMatch!], $filters: [PropertyFilter!], $after: String) {
    events(range: $range, match: $match, filters: $filters, first: 50, after: $after) {
      nodes { id name occurredAt visitorId properties }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

export default function EventsPage() {
  const [names, setNames] = useState<string[]>([]);
  const [{ data }] = useQuery({ query: Names });
  return (
    <div className="grid">
      <h1 style={{ fontSize: 20, margin: 0 }}>Events</h1>
      <MultiSelect
        aria-label="Event names"
        placeholder={names.length === 0 ? 'All events' : ''}
        searchable
        clearable
        value={names}
        onChange={setNames}
        data={(data?.catalog.events ?? []).map((event) => ({ value: event.name, label: event.name.replaceAll('_', ' ') }))}
        maw={480}
      />
      <section className="card" aria-label="Events, the newest first">
        <EventPages key={names.join()} names={names} />
      </section>
    </div>
  );
}

function EventPages({ names }: { names: string[] }) {
  const [cursors, setCursors] = useState<(string | null)[]>([null]);
  return (
    <table className="plain">
      <EventHead />
      {cursors.map((after, index) => (
        <OnePage key={after ?? 'first'} names={names} after={after} last={index === cursors.length - 1} more={(cursor) => setCursors([...cursors, cursor])} />
      ))}
    </table>
  );
}

function OnePage({ names, after, last, more }: { names: string[]; after: string | null; last: boolean; more: (cursor: string) => void }) {
  const { view } = useView();
  const [{ data, error, fetching }, again] = useQuery({
    query: EventList,
    variables: { range: { from: view.from, to: view.to }, match: names.map((name) => ({ name })), filters: view.filters, after },
  });
  const next = data?.events.pageInfo.endCursor;
  return (
    <tbody>
      {data?.events.nodes.map((event) => <Expandable key={event.id} event={event} />)}
      {(!data || data.events.nodes.length === 0) && (
        <tr>
          <td colSpan={5}>
            <Answer data={data} error={error} fetching={fetching} rows={10} retry={() => again({ requestPolicy: 'network-only' })}>
              {() => <EmptyState title="No events match">Choose a longer range, or remove a filter.</EmptyState>}
            </Answer>
          </td>
        </tr>
      )}
      {last && next && (
        <tr>
          <td colSpan={5} style={{ textAlign: 'center' }}>
            <Button variant="light" size="sm" onClick={() => more(next)}>
              Show more
            </Button>
          </td>
        </tr>
      )}
    </tbody>
  );
}

function Expandable({ event }: { event: ShownEvent }) {
  const [open, setOpen] = useState(false);
  const { $context, ...own } = event.properties;
  return (
    <Fragment>
      <EventRow event={event} withDate />
      <tr>
        <td colSpan={5} style={{ padding: '0 8px 8px' }}>
          <Button variant="subtle" color="gray" size="compact-xs" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Hide properties' : `Properties (${Object.keys(own).length})`}
          </Button>
          {open && (
            <div className="grid two" style={{ marginTop: 8 }}>
              <pre className="code">{JSON.stringify(own, null, 2)}</pre>
              <pre className="code">{JSON.stringify($context, null, 2)}</pre>
            </div>
          )}
        </td>
      </tr>
    </Fragment>
  );
}
