import { AsTable } from '../../components/chart/AsTable';
import { counted, exact, percent } from '../../lib/format';

interface Day {
  daysActive: number;
  persons: number;
}

/** The figures for those who read rather than look; each leads to its persons. */
export function DayRows({ days, all, earlier, onPick }: { days: readonly Day[]; all: number; earlier: readonly Day[] | undefined; onPick: (daysActive: number) => void }) {
  return (
    <AsTable
      head={
        <>
          <th>Days active</th>
          <th className="number">Persons</th>
          <th className="number">Share</th>
          {earlier && <th className="number">Before</th>}
        </>
      }
    >
      {days.map(({ daysActive, persons }) => (
        <tr key={daysActive}>
          <td>{daysActive}</td>
          <td className="number">
            <button type="button" className="link" onClick={() => onPick(daysActive)} aria-label={`${counted(persons, 'person')} active on ${counted(daysActive, 'day')}`}>
              {exact(persons)}
            </button>
          </td>
          <td className="number">{percent(persons / all)}</td>
          {earlier && <td className="number">{exact(earlier.find((day) => day.daysActive === daysActive)?.persons ?? 0)}</td>}
        </tr>
      ))}
    </AsTable>
  );
}
