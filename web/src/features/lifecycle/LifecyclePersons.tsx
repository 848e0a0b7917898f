import { PersonRows, PersonsWindow } from '../../components/insight/Persons';
import { Answer } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { graphql } from '../../lib/gql';
import type { LifecycleInput, LifecycleState } from '../../lib/gql/graphql';

const PersonsOfPeriod = graphql(`
  query PersonsOfPeriod($input: LifecycleInput!, $start: DateTime!, $state: LifecycleState!) {
    lifecycle(input: $input) {
      persons(start: $start, state: $state, first: 100) {
        totalCount
        nodes { id visitorIds traits lastSeen }
      }
    }
  }
`);

/** Who they are that are new, returning, back or gone in a period. */
export function LifecyclePersons({ input, start, state, title, onClose }: { input: LifecycleInput; start: string; state: LifecycleState; title: string; onClose: () => void }) {
  const { data, error, fetching, retry } = useAnswer(PersonsOfPeriod, { input, start, state });
  return (
    <PersonsWindow title={title} onClose={onClose}>
      <Answer data={data?.lifecycle.persons} error={error} fetching={fetching} shape="rows" retry={retry}>
        {(found) => <PersonRows found={found} />}
      </Answer>
    </PersonsWindow>
  );
}
