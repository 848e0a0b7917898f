import type { CSSProperties } from 'react';
import { exact, percent, periodName } from '../../lib/format';
import { valueName } from '../../lib/words';
import { begun, calendars, meaning, nouns } from './definition';
import type { Cell } from './CohortPersons';
import type { Retention } from './RetentionPage';

type Cohort = Retention['cohorts'][number];

/** A row for each cohort, a column for each period since: the more came back, the stronger the colour. It is its own table. */
export function HeatMap({ retention, split, onPick }: { retention: Retention; split: string | null; onPick: (cell: Cell) => void }) {
  const { cohorts, mean, period } = retention;
  const noun = nouns[period];
  const numbers = mean.map((_, number) => number).slice(1);
  const name = (cohort: Cohort) => `${periodName(cohort.start, calendars[period])}${cohort.breakdown !== null && split ? `, ${valueName(split, cohort.breakdown)}` : ''}`;
  const shown = cohorts.filter((cohort) => cohort.size > 0);
  return (
    <div className="scroll heat" tabIndex={0} role="region" aria-label="Retention by cohort">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">Began (UTC)</th>
            <th scope="col" className="number">
              Persons
            </th>
            {numbers.map((number) => (
              <th key={number} scope="col" className="number">{`${noun} ${number}`}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr className="mean" title={meaning.mean}>
            <th scope="row">Weighted mean</th>
            <td className="number">{exact(shown.reduce((sum, cohort) => sum + cohort.size, 0))}</td>
            {numbers.map((number) => (
              <td key={number} className="number">
                {cohorts.some((cohort) => cohort.size > 0 && cohort.complete[number]) ? percent(mean[number] ?? 0) : '–'}
              </td>
            ))}
          </tr>
          {shown.map((cohort) => (
            <tr key={`${cohort.start}${cohort.breakdown ?? ''}`}>
              <th scope="row">{name(cohort)}</th>
              <td className="number">
                <button type="button" className="link" onClick={() => onPick({ start: cohort.start, breakdown: cohort.breakdown, period: 0, title: `Began ${name(cohort)}` })}>
                  {exact(cohort.size)}
                </button>
              </td>
              {numbers.map((number) =>
                begun(cohort.start, period, number, retention.asOf) ? (
                  <td key={number} className={cohort.complete[number] ? 'cell' : 'cell open'} style={{ '--rate': cohort.rates[number] } as CSSProperties}>
                    <button
                      type="button"
                      title={`${exact(cohort.counts[number] ?? 0)} of ${exact(cohort.size)}${cohort.complete[number] ? '' : ' so far: the period is not over yet'}`}
                      onClick={() => onPick({ start: cohort.start, breakdown: cohort.breakdown, period: number, title: `Began ${name(cohort)}, came back ${noun.toLowerCase()} ${number}` })}
                    >
                      {percent(cohort.rates[number] ?? 0)}
                    </button>
                  </td>
                ) : (
                  <td key={number} />
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
