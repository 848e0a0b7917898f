import { Link, useSearchParams } from 'react-router';
import { personName } from '../../components/insight/Persons';
import { moment } from '../../lib/format';
import type { PersonListQuery } from '../../lib/gql/graphql';
import { sharedSearch } from '../../lib/places';

type Person = PersonListQuery['persons']['nodes'][number];

const most = 4;

/** What is known of a person besides its name, in short. */
function told(person: Person): string {
  const rest = Object.entries(person.traits).filter(([, value]) => value !== null && typeof value !== 'object' && String(value) !== personName(person));
  return rest.slice(0, most).map(([name, value]) => `${name}: ${String(value)}`).join(' · ') || '–';
}

export function PersonTable({ persons }: { persons: readonly Person[] }) {
  const [params] = useSearchParams();
  return (
    <table className="plain cards sessions">
      <thead>
        <tr>
          <th>Person</th>
          <th>Last seen (UTC)</th>
          <th>First seen (UTC)</th>
          <th>Traits</th>
          <th className="number">Ids</th>
        </tr>
      </thead>
      <tbody>
        {persons.map((person) => (
          <tr key={person.id}>
            <td data-label="Person">
              <Link to={{ pathname: `/persons/${person.id}`, search: sharedSearch(params) }} title={person.visitorIds[0]}>
                {personName(person).slice(0, 40)}
              </Link>
            </td>
            <td data-label="Last seen (UTC)">{moment(person.lastSeen)}</td>
            <td data-label="First seen (UTC)">{moment(person.firstSeen)}</td>
            <td data-label="Traits">{told(person)}</td>
            <td data-label="Ids" className="number" title={person.visitorIds.join('\n')}>
              {person.visitorIds.length}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
