import { PersonRows, PersonsWindow } from '../../components/insight/Persons';
import { Answer } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { graphql } from '../../lib/gql';
import type { AttributionInput, AttributionModel } from '../../lib/gql/graphql';
import { models } from './models';

const PersonsOfCredit = graphql(`
  query PersonsOfCredit($input: AttributionInput!, $model: AttributionModel!, $value: String!) {
    attribution(input: $input) {
      persons(model: $model, value: $value, first: 100) {
        totalCount
        nodes { id visitorIds traits lastSeen }
      }
    }
  }
`);

/** Whose conversions are owed to a value. */
export function CreditPersons({ input, model, value, onClose }: { input: AttributionInput; model: AttributionModel; value: string; onClose: () => void }) {
  const { data, error, fetching, retry } = useAnswer(PersonsOfCredit, { input, model, value });
  return (
    <PersonsWindow title={`Converted thanks to ${value} (${models[model].label.toLowerCase()})`} onClose={onClose}>
      <Answer data={data?.attribution.persons} error={error} fetching={fetching} shape="rows" retry={retry}>
        {(found) => <PersonRows found={found} />}
      </Answer>
    </PersonsWindow>
  );
}
