import { Link, useSearchParams } from 'react-router';
import { Page } from '../../components/Page';
import { Answer } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { duration, exact, seconds } from '../../lib/format';
import { graphql } from '../../lib/gql';
import { sharedSearch } from '../../lib/places';

const Projections = graphql(`
  query Projections {
    projections { name version sequence highWater lag eventsPerSecond state skipped }
  }
`);

const looks: Record<string, string> = { running: 'good', behind: 'warned', rebuilding: '' };

/** How far each read model has come. */
export default function ProjectionsPage() {
  const [params] = useSearchParams();
  const { data, error, fetching, retry } = useAnswer(Projections, {}, { fresh: true, every: 2_000 });
  return (
    <Page title="Projections" about="Every figure is computed from the event store by one of these; each can be thrown away and rebuilt.">
      <section className="card" aria-label="Projections">
        <Answer data={data?.projections} error={error} fetching={fetching} shape="rows" retry={retry}>
          {(projections) => (
            <table className="plain cards">
              <thead>
                <tr>
                  <th>Name</th>
                  <th>State</th>
                  <th>Progress</th>
                  <th className="number">Events</th>
                  <th className="number">Lag</th>
                  <th className="number">Events a second</th>
                  <th className="number">Skipped</th>
                </tr>
              </thead>
              <tbody>
                {projections.map(({ name, version, state, sequence, highWater, lag, eventsPerSecond, skipped }) => (
                  <tr key={name}>
                    <td data-label="Name">
                      {name} {version > 1 && <span className="quiet">version {version}</span>}
                    </td>
                    <td data-label="State">
                      <span className={`status ${looks[state] ?? 'bad'}`}>{state}</span>
                    </td>
                    <td data-label="Progress">
                      <progress value={sequence} max={Math.max(1, highWater)} aria-label={`Progress of ${name}`} title={`${exact(sequence)} of ${exact(highWater)}`} />
                    </td>
                    <td data-label="Events" className="number" title={`of ${exact(highWater)}`}>
                      {exact(sequence)}
                    </td>
                    <td data-label="Lag" className="number">
                      {seconds(lag) === 0 ? 'none' : duration(seconds(lag))}
                    </td>
                    <td data-label="Events a second" className="number">
                      {exact(eventsPerSecond)}
                    </td>
                    <td data-label="Skipped" className={skipped > 0 ? 'number down' : 'number'}>
                      {exact(skipped)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </Answer>
        <p className="quiet flush">
          <Link to={{ pathname: '/system/replays', search: sharedSearch(params) }}>Rebuild one, and watch it</Link>
        </p>
      </section>
    </Page>
  );
}
