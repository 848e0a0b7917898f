import { Button } from '@mantine/core';
import { useState } from 'react';
import { useParams } from 'react-router';
import { Card } from '../../components/Card';
import { Page } from '../../components/Page';
import { Answer, EmptyState } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { counted, moment } from '../../lib/format';
import { graphql } from '../../lib/gql';
import { Identity } from './Identity';
import { Visit } from './Visit';
import { visitsOf } from './visits';

const PersonTimeline = graphql(`
  query PersonTimeline($id: ID!, $first: Int!) {
    person(id: $id) {
      id
      visitorIds
      traits
      firstSeen
      lastSeen
      events(first: $first) {
        nodes { id name occurredAt visitorId sessionId properties }
        pageInfo { hasNextPage }
      }
    }
  }
`);

const page = 100;
const mostAtOnce = 500;

/** What one person did, visit by visit. */
export default function PersonPage() {
  const { id = '' } = useParams();
  const [first, show] = useState(page);
  const { data, error, fetching, retry } = useAnswer(PersonTimeline, { id, first }, { fresh: true });
  const person = data?.person;
  const title = person ? String(person.traits.name ?? person.traits.email ?? person.visitorIds[0]) : 'Person';
  const visits = visitsOf(person?.events.nodes ?? []);
  const more = person?.events.pageInfo.hasNextPage ?? false;
  return (
    <Page title={title} {...(person ? { about: `First seen ${moment(person.firstSeen)}, last seen ${moment(person.lastSeen)} (UTC)` } : {})}>
      <Answer data={data} error={error} fetching={fetching} shape="page" retry={retry}>
        {() =>
          !person ? (
            <EmptyState title={`Nobody here has the id "${id}"`}>
              <p>It is the id of a person, or one that your pages sent. A visitor who has only just arrived is here in a second.</p>
            </EmptyState>
          ) : (
            <div className="person">
              <Identity ids={person.visitorIds} traits={person.traits} />
              <Card title="Timeline" controls={<span className="quiet">{`${counted(person.events.nodes.length, 'event')} in ${counted(visits.length, 'visit')}${more ? ', the latest' : ''}`}</span>}>
                {visits.length === 0 ? (
                  <EmptyState title="No events yet">
                    <p>They are listed here as soon as they are stored.</p>
                  </EmptyState>
                ) : (
                  visits.map((visit) => <Visit key={visit.key} visit={visit} />)
                )}
                {more && first < mostAtOnce && (
                  <Button variant="light" size="compact-sm" onClick={() => show(mostAtOnce)}>
                    Show earlier ones
                  </Button>
                )}
              </Card>
            </div>
          )
        }
      </Answer>
    </Page>
  );
}
