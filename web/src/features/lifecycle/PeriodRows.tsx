import { AsTable } from '../../components/chart/AsTable';
import { exact, periodName } from '../../lib/format';
import type { Granularity } from '../../lib/gql/graphql';
import { type Period, states } from './states';

/** The figures for those who read rather than look; each leads to its persons. */
export function PeriodRows({ periods, granularity, onPick }: { periods: readonly Period[]; granularity: Granularity; onPick: (period: Period, state: (typeof states)[number]) => void }) {
  return (
    <AsTable
      head={
        <>
          <th>Start (UTC)</th>
          {states.map(({ label }) => (
            <th key={label} className="number">
              {label}
            </th>
          ))}
        </>
      }
    >
      {periods.map((period) => (
        <tr key={period.start}>
          <td>
            {periodName(period.start, granularity)}
            {period.complete ? '' : ' (not over yet)'}
          </td>
          {states.map((state) => (
            <td key={state.state} className="number">
              <button type="button" className="link" onClick={() => onPick(period, state)} aria-label={`${exact(state.of(period))}: ${state.label}, ${periodName(period.start, granularity)}`}>
                {exact(state.of(period))}
              </button>
            </td>
          ))}
        </tr>
      ))}
    </AsTable>
  );
}
