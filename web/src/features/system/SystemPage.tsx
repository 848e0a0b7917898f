import { Badge } from '@mantine/core';
import { useEffect } from 'react';
import { useQuery } from 'urql';
import { Answer } from '../../components/States';
import { duration, exact, seconds } from '../../lib/format';
import { graphql } from '../../lib/gql';

const Projections = graphql(`
  query Projections {
    projections { name version sequence highWater lag eventsPerSecond state skipped }
  }
`);

export default function SystemPage() {
  const [{ data, error, fetching }, again] = useQuery({ query: Projections, requestPolicy: 'network-only' });
  useEffect(() => {
    const timer = setInterval(() => again({ requestPolicy: 'network-only' }), 2_000);
    return () => clearInterval(timer);
  }, [again]);
  return (
    <div className="grid">
      <h1 style={{ fontSize: 20, margin: 0 }}>Projections</h1>
      <p className="quiet" style={{ margin: 0 }}>Every answer is computed from the event store by one of these, and can be thrown away and rebuilt.</p>
      <section className="card" aria-label="Projections">
        <Answer data={data?.projections} error={error} fetching={fetching} rows={4} retry={() => again({ requestPolicy: 'network-only' })}>
          {(projections) => (
            <table className="plain">
              <thead>
                <tr>
                  <th>Name</th>
                  <th>State</th>
                  <th className="number">Events</th>
                  <th className="number">Of</th>
                  <th className="number">Lag</th>
                  <th className="number">Events a second</th>
                  <th className="number">Skipped</th>
                </tr>
              </thead>
              <tbody>
                {projections.map((projection) => (
                  <tr key={projection.name}>
                    <td data-label="Name">{projection.name}</td>
                    <td data-label="State">
                      <Badge variant="light" color={projection.state === 'running' ? 'green' : 'orange'} tt="none">
                        {projection.state}
                      </Badge>
                    </td>
                    <td data-label="Events" className="number">{exact(projection.sequence)}</td>
                    <td data-label="Of" className="number">{exact(projection.highWater)}</td>
                    <td data-label="Lag" className="number">{duration(seconds(projection.lag))}</td>
                    <td data-label="Events a second" className="number">{exact(projection.eventsPerSecond)}</td>
                    <td data-label="Skipped" className="number">{exact(projection.skipped)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </Answer>
      </section>
    </div>
  );
}
