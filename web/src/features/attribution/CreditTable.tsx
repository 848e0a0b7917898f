import type { CSSProperties } from 'react';
import { colourOf } from '../../components/chart/palette';
import { percent, precise } from '../../lib/format';
import type { AttributionModel } from '../../lib/gql/graphql';
import { useView } from '../../lib/view';
import { valueName } from '../../lib/words';
import { type Credited, models, owed } from './models';

const special = ['(none)', '(other)'];

/** What each value is owed by each model, side by side; a figure leads to its persons, a value filters everything to it. */
export function CreditTable({ found, property, onWho }: { found: Credited; property: string; onWho: (model: AttributionModel, value: string) => void }) {
  const { addFilter } = useView();
  const whole = found.amount ?? found.conversions;
  return (
    <table className="plain cards">
      <thead>
        <tr>
          <th>Owed to</th>
          {found.rows[0]?.credits.map(({ model }) => (
            <th key={model} className="number" title={models[model].meaning}>
              {models[model].label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {found.rows.map(({ value, credits }, index) => (
          <tr key={value}>
            <td data-label="Owed to">
              <span>
                <i className="swatch" style={{ '--colour': `var(${colourOf(index)})` } as CSSProperties} aria-hidden />{' '}
                {special.includes(value) ? (
                  value
                ) : (
                  <button type="button" className="link" title="Show only this" onClick={() => addFilter(property, value)}>
                    {valueName(property, value)}
                  </button>
                )}
              </span>
            </td>
            {credits.map((credit) => (
              <td key={credit.model} className="number" data-label={models[credit.model].label}>
                <span>
                  <button type="button" className="link" title="The persons behind this" onClick={() => onWho(credit.model, value)}>
                    {precise(owed(credit))}
                  </button>{' '}
                  <span className="quiet">{percent(whole === 0 ? 0 : owed(credit) / whole)}</span>
                </span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
