import type { PropertyFilter, SegmentInput, SegmentRule } from '../../lib/gql/graphql';
import { readFilter, writeFilter } from '../../lib/filters';
import { readMatch, writeMatch } from '../../lib/series';

/** A rule as people make it: what a person did or did not do, or what it is. */
export type Rule = { kind: 'did' | 'didNot'; match: NonNullable<SegmentRule['did']>; atLeast: number; within: string | null } | { kind: 'is'; property: PropertyFilter };

export const withins: Record<string, string> = { P1D: 'in the last day', P7D: 'in the last 7 days', P30D: 'in the last 30 days', P90D: 'in the last 90 days' };

/** "did 2 P7D order_placed!…" or "is traits.plan~EQUALS~pro", for an address. */
export const writeRule = (rule: Rule): string => (rule.kind === 'is' ? `is ${writeFilter(rule.property)}` : `${rule.kind} ${rule.atLeast} ${rule.within ?? '-'} ${writeMatch(rule.match)}`);

/** The rule that an address names; null when it names none. */
export function readRule(text: string): Rule | null {
  const [kind, ...rest] = text.split(' ');
  if (kind === 'is') {
    const property = readFilter(rest.join(' '));
    return property && { kind, property };
  }
  const [times, within, written] = rest;
  const match = readMatch(written ?? '');
  const atLeast = Number(times);
  if ((kind !== 'did' && kind !== 'didNot') || !match || !Number.isInteger(atLeast) || atLeast < 1) return null;
  return { kind, match, atLeast, within: within && within in withins ? within : null };
}

const asked = (rule: Rule): SegmentRule => (rule.kind === 'is' ? { property: rule.property } : { [rule.kind]: rule.match, atLeast: rule.atLeast, within: rule.within });

/** Persons for whom all rules hold, or any; everybody without rules. */
export const segmentOf = (rules: readonly Rule[], all: boolean): SegmentInput | null => (rules.length === 0 ? null : { all, match: rules.map(asked) });

/** Persons whose name, address or id has the text. */
export const namedLike = (text: string): SegmentInput => ({ all: false, match: ['traits.name', 'traits.email', 'visitor_id'].map((property) => ({ property: { property, operator: 'CONTAINS', values: [text] } })) });
