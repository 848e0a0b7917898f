import { PersonRows, PersonsWindow } from '../../components/insight/Persons';
import { Answer } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { counted } from '../../lib/format';
import { graphql } from '../../lib/gql';
import type { StickinessInput } from '../../lib/gql/graphql';

const PersonsByDays = graphql(`
  query PersonsByDays($input: StickinessInput!, $daysActive: Int!) {
    stickiness(input: $input) {
      persons(daysActive: $daysActive, first: 100) {
        totalCount
        nodes { id visitorIds traits lastSeen }
      }
    }
  }
`);

/** Who was active on exactly so many days. */
export function StickyPersons({ input, daysActive, onClose }: { input: StickinessInput; daysActive: number; onClose: () => void }) {
  const { data, error, fetching, retry } = useAnswer(PersonsByDays, { input, daysActive });
  return (
    <PersonsWindow title={`Active on ${counted(daysActive, 'day')}`} onClose={onClose}>
      <Answer data={data?.stickiness.persons} error={error} fetching={fetching} shape="rows" retry={retry}>
        {(found) => <PersonRows found={found} />}
      </Answer>
    </PersonsWindow>
  );
}
