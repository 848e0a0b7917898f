import { useEffect, useEffectEvent } from 'react';
import { useClient } from 'urql';
import { pipe, subscribe } from 'wonka';
import { writeFilter } from '../../lib/filters';
import { graphql } from '../../lib/gql';
import type { FunnelInput, SavedFunnelsQuery } from '../../lib/gql/graphql';
import { changed, type View } from '../../lib/view';
import { type Definition, question, readDefinition, writeDefinition } from './definition';

export const SavedFunnelList = graphql(`
  query SavedFunnels {
    savedFunnels {
      id name version archived definedAt question
      result { conversion fromReadModel version steps { index count } }
    }
  }
`);

export const FunnelVersions = graphql(`
  query FunnelVersions($id: ID!, $range: TimeRange!) {
    savedFunnel(id: $id) {
      id name version archived question
      versions {
        version changedAt changedBy question
        result(range: $range) { conversion steps { index label count conversionFromStart } }
      }
    }
  }
`);

export const DefineFunnel = graphql(`
  mutation DefineFunnel($name: String!, $input: FunnelInput!) { defineFunnel(name: $name, input: $input) { id } }
`);

export const ChangeFunnel = graphql(`
  mutation ChangeFunnel($id: ID!, $name: String, $input: FunnelInput) { changeFunnel(id: $id, name: $name, input: $input) { id version } }
`);

export const ArchiveFunnel = graphql(`
  mutation ArchiveFunnel($id: ID!) { archiveFunnel(id: $id) { id } }
`);

const Updates = graphql(`
  subscription FunnelUpdates($id: ID!) { funnelUpdated(id: $id) { conversion steps { count } } }
`);

export type Saved = SavedFunnelsQuery['savedFunnels'][number];

// What is kept goes on: its range ends when nobody asks any more.
const end = '2100-01-01T00:00:00Z';

/** What is saved of a funnel: one whose range has not ended goes on for good. */
export const kept = (definition: Definition, view: View): FunnelInput => {
  const asked = question(definition, view);
  return { ...asked, asOf: null, segmentId: null, range: { from: view.from, to: view.running ? end : view.to } };
};

/** What a saved question asks, in the form that an address has. */
export function definitionOf(saved: Record<string, unknown>): Definition {
  const input = saved as unknown as FunnelInput;
  return {
    steps: input.steps.map(({ match }) => match),
    without: (input.exclusions ?? []).map(({ match }) => match),
    window: input.window,
    order: input.order ?? 'ORDERED',
    unit: input.unit ?? 'PERSON',
    split: input.breakdown ?? null,
  };
}

/** The address of a saved funnel: its question, over the range that is looked at. */
export function openSaved(params: URLSearchParams, id: string, saved: Record<string, unknown>): URLSearchParams {
  const filters = (saved as unknown as FunnelInput).filters ?? [];
  return changed(writeDefinition(params, definitionOf(saved)), { funnel: id, f: filters.map(writeFilter) });
}

/** Whether what is looked at asks the same as what is saved, whatever the range. */
export function sameQuestion(params: URLSearchParams, saved: Record<string, unknown>): boolean {
  const asked = new URLSearchParams(openSaved(new URLSearchParams(), '', saved));
  const own = changed(writeDefinition(new URLSearchParams(), readDefinition(params)), { funnel: '', f: params.getAll('f') });
  return own.toString() === asked.toString();
}

/** Tells of every change of a saved funnel's answer, after the first one. */
export function useFunnelUpdates(id: string | null, tell: () => void): void {
  const client = useClient();
  const told = useEffectEvent(tell);
  useEffect(() => {
    if (!id) return;
    let first = true;
    const listening = pipe(
      client.subscription(Updates, { id }),
      subscribe(({ data }) => {
        if (data && !first) told();
        if (data) first = false;
      }),
    );
    return () => listening.unsubscribe();
  }, [client, id]);
}
