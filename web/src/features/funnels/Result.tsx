import { counted, duration, exact, percent, seconds } from '../../lib/format';
import { useView } from '../../lib/view';
import { eventName, propertyName, valueName } from '../../lib/words';
import type { Funnel } from './FunnelsPage';

type Step = Funnel['steps'][number];

/** A bar for each step: how many got there, how long it took, how many did not go on. */
export function Bars({ steps, noun, onPersons }: { steps: readonly Step[]; noun: string; onPersons: (step: number, dropped: boolean) => void }) {
  return (
    <ol className="funnel">
      {steps.map((step, index) => {
        const next = steps[index + 1];
        const lost = next ? step.count - next.count : 0;
        return (
          <li key={step.index}>
            <div className="funnel-head">
              <span className="mark" aria-hidden>
                {index + 1}
              </span>
              <b>{eventName(step.label)}</b>
              <button type="button" className="link" onClick={() => onPersons(step.index, false)}>
                {counted(step.count, noun)}
              </button>
              <span>{percent(step.conversionFromStart)}</span>
              {index > 0 && <span className="quiet">{percent(step.conversionFromPrevious)} of the step before</span>}
              {step.medianTimeFromPrevious && (
                <span className="quiet" title={step.p90TimeFromPrevious ? `nine in ten within ${duration(seconds(step.p90TimeFromPrevious))}` : undefined}>
                  half within {duration(seconds(step.medianTimeFromPrevious))}
                </span>
              )}
            </div>
            <div className="funnel-bar" aria-hidden>
              <i style={{ width: `${step.conversionFromStart * 100}%` }} />
            </div>
            {lost > 0 && (
              <button type="button" className="link lost" onClick={() => onPersons(step.index, true)}>
                {counted(lost, noun)} dropped here ({percent(lost / step.count)})
              </button>
            )}
          </li>
        );
      })}
    </ol>
  );
}

const special = ['(none)', '(other)'];

/** The same way for each value of a property; a value filters everything to it. */
export function Splits({ property, breakdowns }: { property: string; breakdowns: Funnel['breakdowns'] }) {
  const { addFilter } = useView();
  const head = breakdowns[0]?.steps ?? [];
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={`Conversion by ${propertyName(property)}`}>
      <table className="plain">
        <thead>
          <tr>
            <th>{propertyName(property)}</th>
            {head.map((step) => (
              <th key={step.index} className="number">
                {step.index + 1}. {eventName(step.label)}
              </th>
            ))}
            <th className="number">Conversion</th>
          </tr>
        </thead>
        <tbody>
          {breakdowns.map(({ value, steps }) => (
            <tr key={value}>
              <td>
                {special.includes(value) ? (
                  value
                ) : (
                  <button type="button" className="link" title="Show only this" onClick={() => addFilter(property, value)}>
                    {valueName(property, value)}
                  </button>
                )}
              </td>
              {steps.map((step) => (
                <td key={step.index} className="number" title={`${percent(step.conversionFromPrevious)} of the step before`}>
                  {exact(step.count)}
                </td>
              ))}
              <td className="number">{percent(steps.at(-1)?.conversionFromStart ?? 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
