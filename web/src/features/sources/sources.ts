import { graphql } from '../../lib/gql';
import type { SourcesQuery } from '../../lib/gql/graphql';

export const Sources = graphql(`
  query Sources {
    viewer { isAdmin }
    sources {
      name enabled eventsPerMinute eventsPerMonth allowedOrigins addedAt oldKeyUntil
      filters { event property value }
      usage { eventsThisMonth leftThisMonth eventsLastDay duplicates dropped lastReceivedAt hourly }
    }
  }
`);

export const Key = graphql(`
  query WriteKeys { sources { name writeKey } }
`);

export const AddSource = graphql(`
  mutation AddSource($name: String!) { addSource(name: $name) { name writeKey } }
`);

export const ChangeSource = graphql(`
  mutation ChangeSource($name: ID!, $input: SourceRulesInput!) { changeSource(name: $name, input: $input) { name } }
`);

export const RotateKey = graphql(`
  mutation RotateWriteKey($name: ID!, $keepOldFor: Duration) { rotateWriteKey(name: $name, keepOldFor: $keepOldFor) { name writeKey oldKeyUntil } }
`);

export type Source = SourcesQuery['sources'][number];

/** One filter a line: "event", or "event where property is value". */
export const writeFilters = (filters: Source['filters']): string =>
  filters.map((filter) => (filter.property ? `${filter.event} where ${filter.property} is ${filter.value ?? ''}` : filter.event)).join('\n');

export function readFilters(text: string): Source['filters'] {
  return text.split('\n').map((line) => line.trim()).filter(Boolean).map((line) => {
    const [, event, property, value] = /^(.+?) where (\S+) is (.+)$/.exec(line) ?? [];
    return event && property && value ? { event, property, value } : { event: line, property: null, value: null };
  });
}
