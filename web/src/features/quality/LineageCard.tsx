import { Link, useLocation } from 'react-router';
import { Card } from '../../components/Card';
import { Answer, EmptyState } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { duration, exact, moment, seconds } from '../../lib/format';
import { useView } from '../../lib/view';
import { eventName } from '../../lib/words';
import { Lineage } from './quality';

/** Where the data comes from and where it goes: source, event, read model. */
export function LineageCard() {
  const { view } = useView();
  const { search } = useLocation();
  const { data, error, fetching, retry } = useAnswer(Lineage, { range: view.range }, { fresh: view.running });
  return (
    <Card title="From source to read model">
      <Answer data={data?.dataQuality.lineage} error={error} fetching={fetching} shape="rows" retry={retry}>
        {({ flows, readModels }) =>
          flows.length === 0 ? (
            <EmptyState title="Nothing was stored in this range">
              <p>Which source feeds which event will appear here.</p>
            </EmptyState>
          ) : (
            <>
              <div className="scroll" tabIndex={0} role="region" aria-label="Events by source">
                <table className="plain cards">
                  <thead>
                    <tr>
                      <th>Source</th>
                      <th>Event</th>
                      <th className="number">Stored</th>
                    </tr>
                  </thead>
                  <tbody>
                    {flows.map((flow) => (
                      <tr key={`${flow.source}\n${flow.event}`} title={`The last one: ${moment(flow.lastRecordedAt)} UTC`}>
                        <td data-label="Source">{flow.source}</td>
                        <td data-label="Event">{eventName(flow.event)}</td>
                        <td data-label="Stored" className="number">{exact(flow.events)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
              <p className="quiet flush" style={{ marginTop: 12 }}>
                Every stored event goes on into each of these <Link to={{ pathname: '/system/projections', search }}>read models</Link>:
              </p>
              <ul className="ids">
                {readModels.map(({ name, state, sequence, highWater, lag }) => (
                  <li key={name}>
                    <span className={`status ${state === 'running' ? 'good' : 'warned'}`}>{name}</span>{' '}
                    {sequence >= highWater ? 'has every event' : `${exact(highWater - sequence)} events to go, ${duration(seconds(lag))} behind`}
                  </li>
                ))}
              </ul>
            </>
          )
        }
      </Answer>
    </Card>
  );
}
