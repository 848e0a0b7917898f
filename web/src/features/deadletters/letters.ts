import { graphql } from '../../lib/gql';
import type { DeadLettersQuery } from '../../lib/gql/graphql';

export const DeadLetters = graphql(`
  query DeadLetters($reason: DropReason, $state: LetterState!, $first: Int!) {
    deadLetters(reason: $reason, state: $state, first: $first) {
      totalCount
      byReason { reason count }
      nodes { id reason message receivedAt source payload event attempts editedBy closedAt closedBy }
      pageInfo { hasNextPage }
    }
  }
`);

export const Replay = graphql(`
  mutation ReplayDeadLetters($ids: [ID!], $reason: DropReason, $dryRun: Boolean!) {
    replayDeadLetters(ids: $ids, reason: $reason, dryRun: $dryRun) {
      replayed
      alreadyStored
      stillFailing
      outcomes { id passes alreadyStored reason message event }
    }
  }
`);

export const Edit = graphql(`
  mutation EditDeadLetter($id: ID!, $event: JSON!) {
    editDeadLetter(id: $id, event: $event) { id event editedBy }
  }
`);

export const Discard = graphql(`
  mutation DiscardDeadLetters($ids: [ID!], $reason: DropReason) {
    discardDeadLetters(ids: $ids, reason: $reason)
  }
`);

export type Letter = DeadLettersQuery['deadLetters']['nodes'][number];

/** JSON for people; text that is none stays as it is. */
export const written = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value, null, 2));

/** What people typed as JSON, or what is wrong with it. */
export function read(text: string): { event: Record<string, unknown> } | { problem: string } {
  try {
    const event: unknown = JSON.parse(text);
    if (typeof event !== 'object' || event === null || Array.isArray(event)) return { problem: 'The event must be a JSON object.' };
    return { event: event as Record<string, unknown> };
  } catch (error) {
    return { problem: `This is not JSON yet: ${(error as Error).message}` };
  }
}

export interface Difference {
  path: string;
  before: string | null;
  after: string | null;
}

/** Every leaf that differs between two JSON values, by its path. */
export function differences(before: unknown, after: unknown): Difference[] {
  const [old, now] = [leaves(before), leaves(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((path) => old.get(path) !== now.get(path))
    .map((path) => ({ path, before: old.get(path) ?? null, after: now.get(path) ?? null }));
}

function leaves(value: unknown, path = '', found = new Map<string, string>()): Map<string, string> {
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 0)
    for (const [name, inner] of Object.entries(value)) leaves(inner, path ? `${path}.${name}` : name, found);
  else if (value !== undefined) found.set(path || '(event)', JSON.stringify(value));
  return found;
}
