import { useSearchParams } from 'react-router';
import { Card } from '../../components/Card';
import { Answer, EmptyState } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { date, exact, percent } from '../../lib/format';
import type { FunnelInput } from '../../lib/gql/graphql';
import { eventName } from '../../lib/words';
import { definitionOf, openSaved, type Saved, SavedFunnelList } from './saved';

/** The funnels that are kept, each with how many get through it. */
export function SavedList() {
  const { data, error, fetching, retry } = useAnswer(SavedFunnelList, {}, { fresh: true });
  return (
    <Card title="Saved funnels">
      <Answer data={data?.savedFunnels.filter(({ archived }) => !archived)} error={error} fetching={fetching} shape="rows" retry={retry}>
        {(funnels) =>
          funnels.length === 0 ? (
            <EmptyState title="No funnel is saved yet">
              <p>Build one above and save it: it is kept up to date with every event, and its answer is there at once.</p>
            </EmptyState>
          ) : (
            <table className="plain cards">
              <thead>
                <tr>
                  <th>Name</th>
                  <th>Steps</th>
                  <th>Since</th>
                  <th className="number">Began</th>
                  <th className="number">Conversion</th>
                </tr>
              </thead>
              <tbody>
                {funnels.map((funnel) => (
                  <Row key={funnel.id} funnel={funnel} />
                ))}
              </tbody>
            </table>
          )
        }
      </Answer>
    </Card>
  );
}

function Row({ funnel: { id, name, question, result, version } }: { funnel: Saved }) {
  const [params, setParams] = useSearchParams();
  const steps = definitionOf(question).steps.map((step) => step.label ?? eventName(step.name));
  const building = result.version !== null && result.version !== undefined && result.version < version;
  return (
    <tr aria-current={params.get('funnel') === id ? 'true' : undefined}>
      <td data-label="Name">
        <button type="button" className="link" onClick={() => void setParams((before) => openSaved(before, id, question))}>
          {name}
        </button>
      </td>
      <td data-label="Steps" className="quiet">
        {steps.join(' → ')}
      </td>
      <td data-label="Since">{date((question as unknown as FunnelInput).range.from)}</td>
      <td data-label="Began" className="number">
        {exact(result.steps[0]?.count ?? 0)}
      </td>
      <td data-label="Conversion" className="number" title={building ? `By version ${result.version}: version ${version} is being built over all history.` : undefined}>
        {percent(result.conversion)}
        {building ? ` (v${result.version})` : ''}
      </td>
    </tr>
  );
}
