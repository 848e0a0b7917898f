import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link, useLocation } from 'react-router';
import { Nothing } from '../../components/Nothing';
import { Page } from '../../components/Page';
import { Answer } from '../../components/States';
import { whence } from '../../components/EventTable';
import { useAnswer } from '../../lib/answer';
import { counted, duration, exact, moment, seconds } from '../../lib/format';
import { graphql } from '../../lib/gql';
import type { SessionsOfQuery } from '../../lib/gql/graphql';
import { useView } from '../../lib/view';

const SessionsOf = graphql(`
  query SessionsOf($range: TimeRange!, $filters: [PropertyFilter!], $first: Int!) {
    sessions(range: $range, filters: $filters, first: $first) {
      totalCount
      nodes { id visitorId startedAt duration views events entryPage exitPage referrer channel country device browser }
      pageInfo { hasNextPage }
    }
  }
`);

const page = 50;
const mostAtOnce = 500;

/** Visit by visit: who, how long, in where, out where. */
export default function SessionsPage() {
  const { view } = useView();
  const [first, show] = useState(page);
  const { data, error, fetching, retry } = useAnswer(SessionsOf, { range: view.range, filters: view.filters, first }, { fresh: view.running });
  return (
    <Page title="Sessions" about="Visits that began in the range, the newest first.">
      <section className="card" aria-label="Sessions">
        <Answer data={data?.sessions} error={error} fetching={fetching} shape="rows" retry={retry}>
          {(sessions) =>
            sessions.nodes.length === 0 ? (
              <Nothing filtered={view.filters.length > 0} />
            ) : (
              <>
                <p className="quiet flush">{counted(sessions.totalCount, 'session')}</p>
                <Rows sessions={sessions.nodes} />
                {sessions.pageInfo.hasNextPage && first < mostAtOnce && (
                  <Button variant="light" size="compact-sm" mt="md" onClick={() => show(mostAtOnce)}>
                    Show older ones
                  </Button>
                )}
              </>
            )
          }
        </Answer>
      </section>
    </Page>
  );
}

type Session = SessionsOfQuery['sessions']['nodes'][number];

function Rows({ sessions }: { sessions: readonly Session[] }) {
  const { search } = useLocation();
  const path = ({ entryPage, exitPage }: Session) => (entryPage && exitPage && entryPage !== exitPage ? `${entryPage} → ${exitPage}` : (entryPage ?? '–'));
  const context = ({ country, device, browser }: Session) => whence(Object.fromEntries(Object.entries({ country, device, browser }).flatMap(([name, value]) => (value ? [[name, value]] : []))));
  return (
    <table className="plain cards sessions">
      <thead>
        <tr>
          <th>Began (UTC)</th>
          <th>Visitor</th>
          <th>From entry to exit</th>
          <th>Source</th>
          <th>From</th>
          <th className="number">Views</th>
          <th className="number">Events</th>
          <th className="number">Duration</th>
        </tr>
      </thead>
      <tbody>
        {sessions.map((session) => (
          <tr key={session.id}>
            <td data-label="Began (UTC)">{moment(session.startedAt)}</td>
            <td data-label="Visitor">
              <Link to={{ pathname: `/persons/${encodeURIComponent(session.visitorId)}`, search }} title={session.visitorId}>
                {session.visitorId.slice(0, 16)}
              </Link>
            </td>
            <td data-label="From entry to exit">{path(session)}</td>
            <td data-label="Source">{session.referrer ?? session.channel ?? '–'}</td>
            <td data-label="From">{context(session) || '–'}</td>
            <td data-label="Views" className="number">{exact(session.views)}</td>
            <td data-label="Events" className="number">{exact(session.events)}</td>
            <td data-label="Duration" className="number">{duration(seconds(session.duration))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
