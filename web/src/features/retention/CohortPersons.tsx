import { PersonRows, PersonsWindow } from '../../components/insight/Persons';
import { Answer } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { graphql } from '../../lib/gql';
import type { RetentionInput } from '../../lib/gql/graphql';

const PersonsOfCohort = graphql(`
  query PersonsOfCohort($input: RetentionInput!, $start: DateTime!, $period: Int!, $breakdown: String) {
    retention(input: $input) {
      persons(start: $start, period: $period, breakdown: $breakdown, first: 100) {
        totalCount
        nodes { id visitorIds traits lastSeen }
      }
    }
  }
`);

/** A number of the triangle: a cohort, and a period since its start. */
export interface Cell {
  start: string;
  breakdown: string | null;
  period: number;
  title: string;
}

/** Who is in a cohort, or came back in a period. */
export function CohortPersons({ input, cell: { start, breakdown, period, title }, onClose }: { input: RetentionInput; cell: Cell; onClose: () => void }) {
  const { data, error, fetching, retry } = useAnswer(PersonsOfCohort, { input, start, period, breakdown });
  return (
    <PersonsWindow title={title} onClose={onClose}>
      <Answer data={data?.retention.persons} error={error} fetching={fetching} shape="rows" retry={retry}>
        {(found) => <PersonRows found={found} />}
      </Answer>
    </PersonsWindow>
  );
}
