import { useSearchParams } from 'react-router';
import type { EventMatch } from './gql/graphql';
import { readMatch, writeMatch } from './series';
import { changed } from './view';

/** Events that a parameter of the address names; any event where it names none. */
export function useMatch(name: string): [EventMatch, (match: EventMatch) => void] {
  const [params, setParams] = useSearchParams();
  const match = readMatch(params.get(name) ?? '') ?? { name: '*', filters: [] };
  return [match, (next) => void setParams((before) => changed(before, { [name]: next.name === '*' && (next.filters ?? []).length === 0 ? null : writeMatch(next) }))];
}
