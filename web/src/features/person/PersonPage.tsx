import { Badge, Group } from '@mantine/core';
import { useParams } from 'react-router';
import { useQuery } from 'urql';
import { EventHead, EventRow, type ShownEvent } from '../../components/EventRow';
import { Answer, EmptyState } from '../../components/States';
import { date, time } from '../../lib/format';
import { graphql } from '../../lib/gql';

const PersonTimeline = graphql(`
  query PersonTimeline($id: ID!) {
    person(id: $id) {
      id
      visitorIds
      traits
      firstSeen
      lastSeen
      events(first: 200) {
        nodes { id name occurredAt visitorId sessionId properties }
      }
    }
  }
`);

type TimelineEvent = ShownEvent & { sessionId?: string | null };

/** Consecutive events of one visit together, the newest visit first. */
function visits(events: TimelineEvent[]): TimelineEvent[][] {
  const groups: TimelineEvent[][] = [];
  for (const event of events) {
    const last = groups.at(-1);
    if (last?.[0]?.sessionId === event.sessionId) last?.push(event);
    else groups.push([event]);
  }
  return groups;
}

export default function PersonPage() {
  const { id = '' } = useParams();
  const [{ data, error, fetching }, again] = useQuery({ query: PersonTimeline, variables: { id } });
  return (
    <Answer data={data} error={error} fetching={fetching} rows={8} retry={() => again({ requestPolicy: 'network-only' })}>
      {({ person }) =>
        !person ? (
          <EmptyState title="There is no such person">The visitor may have only just arrived: look again in a second.</EmptyState>
        ) : (
          <div className="grid">
            <h1 style={{ fontSize: 20, margin: 0, overflowWrap: 'anywhere' }}>{String(person.traits.name ?? person.traits.email ?? person.visitorIds[0])}</h1>
            <section className="card" aria-label="Identity">
              <p className="quiet" style={{ marginTop: 0 }}>
                First seen {date(person.firstSeen)} {time(person.firstSeen)}, last seen {date(person.lastSeen)} {time(person.lastSeen)} (UTC)
              </p>
              <Group gap="sm">
                {person.visitorIds.map((visitor) => (
                  <Badge key={visitor} variant="light" color="gray" tt="none">
                    {visitor}
                  </Badge>
                ))}
              </Group>
              {Object.keys(person.traits).length > 0 && <pre className="code" style={{ marginTop: 12 }}>{JSON.stringify(person.traits, null, 2)}</pre>}
            </section>
            {visits(person.events.nodes).map((visit) => (
              <section className="card" key={visit[0]?.id} aria-label={`Visit of ${visit[0]?.occurredAt}`}>
                <header>
                  <h2>
                    {date(visit.at(-1)?.occurredAt ?? '')} {time(visit.at(-1)?.occurredAt ?? '')}
                  </h2>
                  <span className="quiet">{visit.length} events</span>
                </header>
                <table className="plain">
                  <EventHead />
                  <tbody>
                    {visit.map((event) => (
                      <EventRow key={event.id} event={event} />
                    ))}
                  </tbody>
                </table>
              </section>
            ))}
          </div>
        )
      }
    </Answer>
  );
}
