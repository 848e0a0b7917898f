import type { FilterOperator, PropertyFilter } from './gql/graphql';

/** The comparisons in words, in the order in which people look for them. */
export const operators: Record<FilterOperator, string> = {
  EQUALS: 'is',
  NOT_EQUALS: 'is not',
  CONTAINS: 'contains',
  NOT_CONTAINS: 'does not contain',
  STARTS_WITH: 'starts with',
  MATCHES: 'matches (regular expression)',
  GREATER: 'is greater than',
  GREATER_OR_EQUAL: 'is at least',
  LESS: 'is less than',
  LESS_OR_EQUAL: 'is at most',
  IS_SET: 'is set',
  IS_NOT_SET: 'is not set',
};

const comparisons: readonly FilterOperator[] = ['GREATER', 'GREATER_OR_EQUAL', 'LESS', 'LESS_OR_EQUAL'];

/** How many values a comparison takes: none, one number, or any texts. */
export const takes = (operator: FilterOperator): 'nothing' | 'number' | 'texts' =>
  operator === 'IS_SET' || operator === 'IS_NOT_SET' ? 'nothing' : comparisons.includes(operator) ? 'number' : 'texts';

/** What is wrong with a filter that somebody is making; null when nothing is. */
export function problemOf(filter: PropertyFilter): string | null {
  const values = filter.values ?? [];
  if (filter.property === '') return 'Choose a property';
  if (takes(filter.operator) === 'nothing') return null;
  if (values.length === 0) return 'Give a value';
  return takes(filter.operator) === 'number' && !Number.isFinite(Number(values[0] || 'x')) ? 'Give a number' : null;
}

/** "page~EQUALS~/pricing" ↔ a filter; the tilde is kept out of values by percent-encoding. */
export const writeFilter = (filter: PropertyFilter): string =>
  [filter.property, filter.operator, ...(filter.values ?? [])].map((part) => encodeURIComponent(part).replaceAll('~', '%7E')).join('~');

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The filter that an address names; null when it names none. */
export function readFilter(text: string): PropertyFilter | null {
  const [property, operator, ...values] = text.split('~').map(decoded);
  return property && operator && operator in operators ? { property, operator: operator as FilterOperator, values } : null;
}
