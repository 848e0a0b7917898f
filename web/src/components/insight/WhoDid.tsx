import { useAnswer } from '../../lib/answer';
import { graphql } from '../../lib/gql';
import type { EventMatch, PropertyFilter } from '../../lib/gql/graphql';
import type { Range } from '../../lib/view';
import { Answer } from '../States';
import { PersonRows, PersonsWindow } from './Persons';

const PersonsWhoDid = graphql(`
  query PersonsWhoDid($range: TimeRange!, $match: [EventMatch!]!, $filters: [PropertyFilter!], $segmentId: ID, $asOf: DateTime) {
    persons(range: $range, match: $match, filters: $filters, segmentId: $segmentId, asOf: $asOf, first: 100) {
      totalCount
      nodes { id visitorIds traits lastSeen }
    }
  }
`);

/** What somebody must have done, and when. */
export interface Deed {
  title: string;
  range: Range;
  match: readonly EventMatch[];
  filters: readonly PropertyFilter[];
  segmentId: string | null;
  asOf: string | null;
}

/** The persons with at least one event of a kind in a range. */
export function WhoDid({ deed: { title, range, match, filters, segmentId, asOf }, onClose }: { deed: Deed; onClose: () => void }) {
  const { data, error, fetching, retry } = useAnswer(PersonsWhoDid, { range, match: [...match], filters: [...filters], segmentId, asOf });
  return (
    <PersonsWindow title={title} onClose={onClose}>
      <Answer data={data?.persons} error={error} fetching={fetching} shape="rows" retry={retry}>
        {(found) => <PersonRows found={found} />}
      </Answer>
    </PersonsWindow>
  );
}
