import { describe, expect, it } from 'vitest';
import type { AttributionModel } from '../../lib/gql/graphql';
import { alike, type Credited, owed } from './models';

const row = (value: string, ...conversions: number[]) => ({ value, credits: conversions.map((of, place) => ({ model: (['FIRST_TOUCH', 'LAST_TOUCH'] as AttributionModel[])[place] ?? 'LINEAR', conversions: of, amount: null })) });
const credited = (...rows: ReturnType<typeof row>[]): Credited => ({ conversions: 3, amount: null, rows });

describe('attribution', () => {
  it('tells when all models credit the same', () => {
    expect(alike(credited(row('Email', 2, 2), row('Direct', 1, 1)))).toBe(true);
    expect(alike(credited(row('Email', 2, 1), row('Direct', 1, 2)))).toBe(false);
  });

  it('divides the amount where there is one', () => {
    expect(owed({ model: 'LINEAR', conversions: 0.5, amount: null })).toBe(0.5);
    expect(owed({ model: 'LINEAR', conversions: 0.5, amount: 12 })).toBe(12);
  });
});
