import { useEffect, useEffectEvent } from 'react';
import { useClient } from 'urql';
import { pipe, subscribe } from 'wonka';
import { graphql } from '../../lib/gql';
import type { CohortsQuery, SegmentInput, SegmentRule } from '../../lib/gql/graphql';
import { wordsOf } from '../../components/FilterBar';
import { eventName } from '../../lib/words';
import { withins } from './segment';

export const Cohorts = graphql(`
  query Cohorts {
    segments { id name size question definedAt }
    cohorts { id name size question definedAt updatedAt static }
  }
`);

export const DefineSegment = graphql(`
  mutation DefineSegment($name: String!, $input: SegmentInput!) { defineSegment(name: $name, input: $input) { id } }
`);

export const DefineCohort = graphql(`
  mutation DefineCohortOfRules($name: String!, $input: CohortInput!) { defineCohort(name: $name, input: $input) { id } }
`);

export const ArchiveSegment = graphql(`
  mutation ArchiveSegment($id: ID!) { archiveSegment(id: $id) { id } }
`);

export const ArchiveCohort = graphql(`
  mutation ArchiveCohort($id: ID!) { archiveCohort(id: $id) { id } }
`);

export const HowMany = graphql(`
  query HowMany($segment: SegmentInput!) { persons(segment: $segment, first: 1) { totalCount } }
`);

const Updates = graphql(`
  subscription CohortUpdates($id: ID!) { cohortUpdated(id: $id) { id size } }
`);

const mostWatched = 20;

/** Tells when another number of persons is in one of some cohorts. */
export function useCohortUpdates(ids: readonly string[], tell: () => void): void {
  const client = useClient();
  const told = useEffectEvent(tell);
  const written = ids.slice(0, mostWatched).join(' ');
  useEffect(() => {
    const listening = written.split(' ').filter(Boolean).map((id) => {
      let first = true;
      return pipe(
        client.subscription(Updates, { id }),
        subscribe(({ data }) => {
          if (data && !first) told();
          if (data) first = false;
        }),
      );
    });
    return () => listening.forEach((one) => one.unsubscribe());
  }, [client, written]);
}

/** What is kept under a name. */
export type Kind = 'segment' | 'dynamic' | 'static';

export const kinds: Record<Kind, { label: string; says: string }> = {
  segment: { label: 'Segment', says: 'Rules: every question asks them as at the end of its own range.' },
  dynamic: { label: 'Dynamic cohort', says: 'The persons for whom the rules hold now, as they come and go.' },
  static: { label: 'Static cohort', says: 'The persons for whom the rules hold at this moment, and nobody else ever.' },
};

export interface Entry {
  id: string;
  name: string;
  size: number;
  kind: Kind;
  words: string;
  at: string;
}

const rule = ({ did, didNot, property, within, atLeast }: SegmentRule): string => {
  const times = (atLeast ?? 1) > 1 ? ` at least ${atLeast} times` : '';
  const since = within ? ` ${withins[within] ?? `within ${within}`}` : '';
  return [did && `did ${eventName(did.name)}${times}${since}`, didNot && `did not ${eventName(didNot.name)}${times}${since}`, property && wordsOf(property)].filter(Boolean).join(', ');
};

/** The rules in words. */
export function words(question: Record<string, unknown>): string {
  const { match, all, members } = question as unknown as SegmentInput & { members?: readonly string[] };
  return members ? `${members.length} ${members.length === 1 ? 'person' : 'persons'} of a funnel` : match.map(rule).join(all === false ? ' or ' : ' and ');
}

/** Segments and cohorts in one list, by name. */
export const entries = ({ segments, cohorts }: CohortsQuery): Entry[] =>
  [
    ...segments.map(({ id, name, size, question, definedAt }) => ({ id, name, size, kind: 'segment' as Kind, words: words(question), at: definedAt })),
    ...cohorts.map((cohort) => ({ id: cohort.id, name: cohort.name, size: cohort.size, kind: (cohort.static ? 'static' : 'dynamic') as Kind, words: words(cohort.question), at: cohort.updatedAt })),
  ].sort((one, other) => one.name.localeCompare(other.name));
