import type { EventMatch, FunnelInput, FunnelOrder, FunnelUnit } from '../../lib/gql/graphql';
import { readMatch, writeMatch } from '../../lib/series';
import { changed, type View } from '../../lib/view';

/** What a funnel asks, as its address has it. */
export interface Definition {
  steps: readonly EventMatch[];
  /** Events that must not happen between the first and the last step. */
  without: readonly EventMatch[];
  window: string;
  order: FunnelOrder;
  unit: FunnelUnit;
  split: string | null;
}

export const windows: Record<string, string> = { PT30M: '30 minutes', PT1H: '1 hour', P1D: '1 day', P7D: '7 days', P14D: '14 days', P30D: '30 days', P90D: '90 days' };
export const orders: Record<FunnelOrder, string> = { ORDERED: 'in this order', STRICT: 'in this order, nothing between', UNORDERED: 'in any order' };
export const units: Record<FunnelUnit, string> = { PERSON: 'by a person', SESSION: 'in one session' };

/** What is counted. */
export const nouns: Record<FunnelUnit, string> = { PERSON: 'person', SESSION: 'session' };

const usual = { window: 'P7D', order: 'ORDERED' as FunnelOrder, unit: 'PERSON' as FunnelUnit };
const matches = (params: URLSearchParams, name: string): EventMatch[] => params.getAll(name).flatMap((text) => readMatch(text) ?? []);
const oneOf = <T extends string>(known: Record<T, string>, asked: string | null, otherwise: T): T => (asked !== null && asked in known ? (asked as T) : otherwise);

export const readDefinition = (params: URLSearchParams): Definition => ({
  steps: matches(params, 'step'),
  without: matches(params, 'without'),
  window: oneOf(windows, params.get('within'), usual.window),
  order: oneOf(orders, params.get('order'), usual.order),
  unit: oneOf(units, params.get('unit'), usual.unit),
  split: params.get('split'),
});

export const writeDefinition = (params: URLSearchParams, definition: Definition): URLSearchParams =>
  changed(params, {
    step: definition.steps.map(writeMatch),
    without: definition.without.map(writeMatch),
    within: definition.window === usual.window ? null : definition.window,
    order: definition.order === usual.order ? null : definition.order,
    unit: definition.unit === usual.unit ? null : definition.unit,
    split: definition.split,
  });

/** Another place for a step; the steps as they are when there is no such place. */
export function moved(steps: readonly EventMatch[], from: number, to: number): readonly EventMatch[] {
  const step = steps[from];
  if (!step || to < 0 || to >= steps.length) return steps;
  const rest = steps.filter((_, index) => index !== from);
  return [...rest.slice(0, to), step, ...rest.slice(to)];
}

/** The question to the server. */
export const question = (definition: Definition, view: View): FunnelInput => ({
  range: view.range,
  steps: definition.steps.map((match) => ({ match })),
  exclusions: definition.without.map((match) => ({ match, afterStep: 1, beforeStep: definition.steps.length })),
  window: definition.window,
  order: definition.order,
  unit: definition.unit,
  filters: view.filters,
  segmentId: view.segmentId,
  breakdown: definition.split,
  topK: 8,
  asOf: view.asOf,
});
