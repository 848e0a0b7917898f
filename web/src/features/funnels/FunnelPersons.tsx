import { SaveCohort } from '../../components/insight/SaveCohort';
import { PersonRows, PersonsWindow } from '../../components/insight/Persons';
import { Answer } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { graphql } from '../../lib/gql';
import type { FunnelInput } from '../../lib/gql/graphql';

const PersonsOfStep = graphql(`
  query PersonsOfStep($input: FunnelInput!, $dropped: Boolean!) {
    funnel(input: $input) {
      steps {
        index
        persons(dropped: $dropped, first: 100) {
          totalCount
          nodes { id visitorIds traits lastSeen }
        }
      }
    }
  }
`);

/** Who got as far as a step, or no further. */
export function FunnelPersons({ input, step, dropped, onClose }: { input: FunnelInput; step: number; dropped: boolean; onClose: () => void }) {
  const { data, error, fetching, retry } = useAnswer(PersonsOfStep, { input, dropped });
  const persons = data?.funnel.steps.find(({ index }) => index === step)?.persons;
  return (
    <PersonsWindow title={dropped ? `Dropped after step ${step + 1}` : `Reached step ${step + 1}`} onClose={onClose}>
      <SaveCohort name={`${dropped ? 'Dropped after' : 'Reached'} step ${step + 1}`} input={{ funnel: input, step: step + 1, dropped }} />
      <Answer data={persons} error={error} fetching={fetching} shape="rows" retry={retry}>
        {(found) => <PersonRows found={found} />}
      </Answer>
    </PersonsWindow>
  );
}
