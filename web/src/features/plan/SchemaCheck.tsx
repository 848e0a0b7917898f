import { useDebouncedValue } from '@mantine/hooks';
import { useEffect } from 'react';
import { Answer } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { counted, exact } from '../../lib/format';
import { type Json, Preview } from './plan';

/** What would come of a schema, as it is typed: whether it is one, whether it breaks the one before, what of the newest events differs. */
export function SchemaCheck({ event, schema, onBreaking }: { event: string; schema: Json; onBreaking: (breaking: boolean) => void }) {
  const [asked] = useDebouncedValue(JSON.stringify({ event, schema }), 400);
  const { data, error, fetching, retry } = useAnswer(Preview, JSON.parse(asked) as { event: string; schema: Json });
  const preview = data?.schemaPreview;
  const breaking = preview !== undefined && preview.breaks.length > 0;
  useEffect(() => onBreaking(breaking), [breaking, onBreaking]);
  return (
    <section aria-label="What would come of it" aria-live="polite">
      <Answer data={preview} error={error} fetching={fetching} shape="figures" retry={retry}>
        {({ problem, breaks, checked, violating, violations }) =>
          problem ? (
            <span className="status bad" style={{ whiteSpace: 'normal' }}>{problem}</span>
          ) : (
            <>
              {breaks.length > 0 && <p className="flush"><span className="status warned">breaking</span> {breaks.join(' ')}</p>}
              <p className="flush">
                {checked === 0 ? 'No such event has come so far.' : violating === 0
                  ? <><span className="status good">fits</span> All of the newest {counted(checked, 'event')} are as planned.</>
                  : <><span className="status warned">differs</span> {exact(violating)} of the newest {counted(checked, 'event')} are not as planned.</>}
              </p>
              {violations.length > 0 && (
                <table className="plain cards" aria-label="What of the newest events differs">
                  <thead>
                    <tr>
                      <th>Property</th>
                      <th>Planned</th>
                      <th>Came, for example</th>
                      <th className="number">Events</th>
                    </tr>
                  </thead>
                  <tbody>
                    {violations.slice(0, 10).map(({ property, expected, found, count }) => (
                      <tr key={`${property}\n${expected}`}>
                        <td data-label="Property">{property || 'all of them'}</td>
                        <td data-label="Planned">{expected}</td>
                        <td data-label="Came, for example">{found}</td>
                        <td data-label="Events" className="number">{exact(count)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              )}
            </>
          )
        }
      </Answer>
    </section>
  );
}
