import type { AttributionModel } from '../../lib/gql/graphql';

/** What the models are called: in a word on an axis, in full in a table, and what they do. */
export const models: Record<AttributionModel, { short: string; label: string; meaning: string }> = {
  FIRST_TOUCH: { short: 'First', label: 'First visit', meaning: 'all of it to the first' },
  LAST_TOUCH: { short: 'Last', label: 'Last visit', meaning: 'all of it to the last' },
  LAST_NON_DIRECT: { short: 'Non-direct', label: 'Last not direct', meaning: 'all of it to the last that did not come directly' },
  LINEAR: { short: 'Linear', label: 'Linear', meaning: 'the same to each' },
  POSITION_BASED: { short: 'Position', label: 'By position', meaning: '40 % to the first and to the last, 20 % to those between' },
  TIME_DECAY: { short: 'Decay', label: 'Time decay', meaning: 'half as much for every seven days before the conversion' },
};

interface Row {
  value: string;
  credits: readonly { model: AttributionModel; conversions: number; amount: number | null }[];
}

export interface Credited {
  conversions: number;
  amount: number | null;
  rows: readonly Row[];
}

/** What is divided: the amount where one was asked for, else the conversions. */
export const owed = (credit: Row['credits'][number]): number => credit.amount ?? credit.conversions;

/** Whether the models differ at all: with one visit before each conversion they cannot. */
export const alike = ({ rows }: Credited): boolean => rows.every(({ credits }) => credits.every((credit) => Math.abs(credit.conversions - (credits[0]?.conversions ?? 0)) < 1e-9));
