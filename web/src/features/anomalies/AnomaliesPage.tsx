import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useMutation, useSubscription } from 'urql';
import { Page } from '../../components/Page';
import { Answer, EmptyState } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { counted, duration, exact, moment, precise } from '../../lib/format';
import type { AnomalyStatus } from '../../lib/gql/graphql';
import { sharedSearch } from '../../lib/places';
import { changed, useChoice, useView } from '../../lib/view';
import { anomalyKinds, propertyName, valueName } from '../../lib/words';
import { Acknowledge, Anomalies, Detected, Dismiss, type Found, statuses } from './anomalies';
import { Handle } from './Handle';

const page = 50;
const mostAtOnce = 500;

/** What was not as expected: to be looked at, noted, or told to be none. */
export default function AnomaliesPage() {
  const { view } = useView();
  const [status, setStatus] = useChoice('status', ['OPEN', 'ACKNOWLEDGED', 'RESOLVED']);
  const [first, show] = useState(page);
  const [handling, handle] = useState<{ found: Found; how: 'acknowledge' | 'dismiss' } | null>(null);
  const [said, say] = useState('');
  const [, acknowledge] = useMutation(Acknowledge);
  const [, dismiss] = useMutation(Dismiss);
  const { data, error, fetching, retry } = useAnswer(Anomalies, { range: view.range, status, first }, { fresh: true });
  useSubscription({ query: Detected }, (_, news) => {
    retry();
    return news;
  });
  const finish = async (note: string | null) => {
    if (!handling) return;
    const { found, how } = handling;
    const { error: failed } = how === 'acknowledge' ? await acknowledge({ id: found.id, note }) : await dismiss({ id: found.id, note });
    handle(null);
    say(failed ? failed.message.replace(/^\[\w+\] /, '') : how === 'acknowledge' ? 'It is under Acknowledged now.' : 'It is under Resolved now, and so much will not be told of again.');
    retry();
  };
  return (
    <Page
      title="Anomalies"
      about="What was not as expected, by what was known when it happened."
      controls={<SegmentedControl size="sm" aria-label="Status" value={status} onChange={(value) => setStatus(value as AnomalyStatus)} data={Object.entries(statuses).map(([value, label]) => ({ value, label: value === 'OPEN' && data && data.anomalies.openCount > 0 ? `${label} (${exact(data.anomalies.openCount)})` : label }))} />}
    >
      <section className="card" aria-label="Anomalies">
        <div role="status" aria-live="polite">{said && <p className="flush">{said}</p>}</div>
        <Answer data={data?.anomalies} error={error} fetching={fetching} shape="rows" retry={retry}>
          {(anomalies) =>
            anomalies.nodes.length === 0 ? (
              <EmptyState title={status === 'OPEN' ? 'Nothing waits here' : `None is ${statuses[status].toLowerCase()} in this range`}>
                <p>Every series is watched minute by minute, after the first day from which it learns what is usual. Spikes, drops, outages and lasting changes appear here within seconds.</p>
              </EmptyState>
            ) : (
              <>
                <p className="quiet flush">{counted(anomalies.totalCount, 'anomaly', 'anomalies')} detected in this range</p>
                <Inbox anomalies={anomalies.nodes} onHandle={(found, how) => handle({ found, how })} />
                {anomalies.pageInfo.hasNextPage && first < mostAtOnce && <Button variant="light" size="compact-sm" mt="md" onClick={() => show(mostAtOnce)}>Show older ones</Button>}
              </>
            )
          }
        </Answer>
      </section>
      {handling && <Handle found={handling.found} how={handling.how} onClose={() => handle(null)} onDone={(note) => void finish(note)} />}
    </Page>
  );
}

function Inbox({ anomalies, onHandle }: { anomalies: readonly Found[]; onHandle: (found: Found, how: 'acknowledge' | 'dismiss') => void }) {
  const [params] = useSearchParams();
  const series = (found: Found) => {
    const around = Date.parse(found.startedAt);
    const search = changed(new URLSearchParams(sharedSearch(params)), { metric: found.metric, dimension: found.dimension ?? null, value: found.dimensionValue ?? null, range: 'custom', from: new Date(around - 21_600_000).toISOString(), to: new Date(around + 7_200_000).toISOString() });
    return { pathname: '/series', search: `?${search.toString()}` };
  };
  return (
    <table className="plain cards letters anomalies">
      <thead>
        <tr>
          <th>Began (UTC)</th>
          <th>Kind</th>
          <th>Series</th>
          <th className="number">Was</th>
          <th className="number">Expected</th>
          <th>What happened</th>
        </tr>
      </thead>
      <tbody>
        {anomalies.map((found) => (
          <tr key={found.id}>
            <td data-label="Began (UTC)">{moment(found.startedAt)}</td>
            <td data-label="Kind"><span className={found.status === 'OPEN' ? 'status bad' : found.status === 'ACKNOWLEDGED' ? 'status warned' : 'status'}>{anomalyKinds[found.kind]}</span></td>
            <td data-label="Series">
              <Link to={series(found)}>{found.metric}{found.dimension && found.dimensionValue ? `, ${propertyName(found.dimension).toLowerCase()} ${valueName(found.dimension, found.dimensionValue)}` : ''}</Link>
            </td>
            <td data-label="Was" className="number">{precise(found.value)}</td>
            <td data-label="Expected" className="number">{precise(found.expected)}</td>
            <td className="block">
              {found.explanation}
              <span className="quiet"> {Math.abs(found.score) >= 0.05 ? `${precise(Math.round(Math.abs(found.score) * 10) / 10)} standard deviations. ` : ''}{found.endedAt ? `Over after ${duration((Date.parse(found.endedAt) - Date.parse(found.startedAt)) / 1_000)}. ` : ''}</span>
              {found.handledBy && <span className="quiet">{found.dismissed ? 'Said to be none' : 'Acknowledged'} by {found.handledBy}.{found.note ? ` “${found.note}”` : ''}</span>}
              {!found.dismissed && (
                <div className="controls start after">
                  {found.status === 'OPEN' && <Button size="compact-xs" variant="light" onClick={() => onHandle(found, 'acknowledge')}>Acknowledge</Button>}
                  <Button size="compact-xs" variant="subtle" color="gray" onClick={() => onHandle(found, 'dismiss')}>Not an anomaly</Button>
                </div>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
