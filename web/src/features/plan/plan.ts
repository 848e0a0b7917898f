import { graphql } from '../../lib/gql';
import type { PlanMode, TrackingPlanQuery } from '../../lib/gql/graphql';

export const TrackingPlan = graphql(`
  query TrackingPlan($range: TimeRange!) {
    viewer { isAdmin }
    trackingPlan {
      name
      mode
      retired
      version
      schema
      versions { version schema breaks by at }
    }
    dataQuality(range: $range) { violations { event property expected count } }
  }
`);

export const Learnt = graphql(`
  query LearntSchema($event: String!) { learntSchema(event: $event) }
`);

export const Preview = graphql(`
  query SchemaPreview($event: String!, $schema: JSON!) {
    schemaPreview(event: $event, schema: $schema) { problem compatible breaks checked violating violations { property expected found count } }
  }
`);

export const Define = graphql(`
  mutation DefineEventSchema($event: String!, $schema: JSON!, $mode: PlanMode, $allowBreaking: Boolean!) {
    defineEventSchema(event: $event, schema: $schema, mode: $mode, allowBreaking: $allowBreaking) { name version mode }
  }
`);

export const ChooseMode = graphql(`
  mutation ChoosePlanMode($event: String!, $mode: PlanMode!) { choosePlanMode(event: $event, mode: $mode) { name mode } }
`);

export const Retire = graphql(`
  mutation RetireEventSchema($event: String!) { retireEventSchema(event: $event) { name retired } }
`);

export type Planned = TrackingPlanQuery['trackingPlan'][number];
export type Violation = TrackingPlanQuery['dataQuality']['violations'][number];
export type Json = Record<string, unknown>;

export const modes: Record<PlanMode, { label: string; says: string }> = {
  OBSERVE: { label: 'Observe', says: 'Events that differ are stored and counted.' },
  WARN: { label: 'Warn', says: 'Events that differ are stored with a note of what differs, and counted.' },
  REJECT: { label: 'Reject', says: 'Events that differ become dead letters, with what to change.' },
};

export interface Row {
  path: string;
  types: string;
  required: boolean;
  rules: string;
}

const object = (value: unknown): Json => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {});
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);

/** A schema's properties in lines, inner ones by their path. */
export function rows(schema: Json, path = ''): Row[] {
  const required = list(schema.required);
  const named = Object.keys(object(schema.properties));
  const names = [...named, ...required.filter((name): name is string => typeof name === 'string' && !named.includes(name))];
  return names.flatMap((name) => {
    const own = object(object(schema.properties)[name]);
    const place = path ? `${path}.${name}` : name;
    const items = object(own.items);
    return [
      { path: place, types: list(own.type).join(' or ') || 'any', required: required.includes(name), rules: rules(own) },
      ...rows(own, place),
      ...rows(items, `${place}[]`),
    ];
  });
}

function rules(schema: Json): string {
  const values = 'const' in schema ? [schema.const] : list(schema.enum);
  return [
    values.length > 0 && `one of ${values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(', ')}`,
    schema.minimum !== undefined && `at least ${JSON.stringify(schema.minimum)}`,
    schema.maximum !== undefined && `at most ${JSON.stringify(schema.maximum)}`,
    schema.minLength !== undefined && `at least ${JSON.stringify(schema.minLength)} characters`,
    schema.maxLength !== undefined && `at most ${JSON.stringify(schema.maxLength)} characters`,
    typeof schema.pattern === 'string' && `matches ${schema.pattern}`,
    typeof schema.format === 'string' && schema.format,
    schema.additionalProperties === false && 'nothing else',
    typeof schema.items === 'object' && `a list of ${list(object(schema.items).type).join(' or ') || 'anything'}`,
  ].filter(Boolean).join(', ');
}

/** What people typed as a schema, or what is wrong with it. */
export function read(text: string): { schema: Json } | { problem: string } {
  try {
    const schema: unknown = JSON.parse(text);
    return typeof schema === 'object' && schema !== null && !Array.isArray(schema) ? { schema: schema as Json } : { problem: 'A schema must be a JSON object.' };
  } catch (error) {
    return { problem: `This is not JSON yet: ${(error as Error).message}` };
  }
}
