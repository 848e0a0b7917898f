import { type CSSProperties, type Ref, useMemo } from 'react';
import { BarChart } from '../../components/chart/BarChart';
import { type ChartHandle, LineChart } from '../../components/chart/LineChart';
import { EmptyState } from '../../components/States';
import { counted, percent, periodName, periodTick } from '../../lib/format';
import { eventName } from '../../lib/words';
import { cellText, type FunnelShown, granularityOf, type LifecycleShown, lineName, type StickinessShown, tableOf, type TrendShown } from './answers';
import type { Shown } from './dashboards';

const lifecycle = [
  { label: 'New', colour: '--series-1' },
  { label: 'Returning', colour: '--series-3' },
  { label: 'Back after a pause', colour: '--series-5' },
  { label: 'Gone quiet', colour: '--series-8', gone: true },
];
const persons = [{ label: 'Persons', colour: '--series-1' }];

/** What can be made a picture of. */
export interface Pictures {
  lines: Ref<ChartHandle>;
  drawing: Ref<SVGSVGElement>;
}

/** An answer as it is shown on a tile. */
export function TileView({ tile: { name, kind, answer, problem }, pictures }: { tile: Shown; pictures: Pictures }) {
  if (problem || !answer) return <EmptyState title="This insight cannot be answered"><p>{problem ?? 'Its answer is missing.'}</p></EmptyState>;
  switch (kind) {
    case 'TREND':
      return <Lines name={name} answer={answer as unknown as TrendShown} handle={pictures.lines} />;
    case 'FUNNEL':
      return <Steps answer={answer as unknown as FunnelShown} />;
    case 'LIFECYCLE': {
      const { periods } = answer as unknown as LifecycleShown;
      const granularity = granularityOf(periods);
      return (
        <>
          <ul className="legend">
            {lifecycle.map(({ label, colour }) => (
              <li key={label}>
                <i className="swatch" style={{ '--colour': `var(${colour})` } as CSSProperties} aria-hidden /> {label}
              </li>
            ))}
          </ul>
          <BarChart label={name} drawing={pictures.drawing} kinds={lifecycle} bars={periods.map((period) => ({ label: periodTick(period.start, granularity), title: periodName(period.start, granularity), values: [period.new, period.returning, period.resurrecting, period.dormant] }))} />
        </>
      );
    }
    case 'STICKINESS': {
      const { days } = answer as unknown as StickinessShown;
      return <BarChart label={name} drawing={pictures.drawing} kinds={persons} bars={days.map((day) => ({ label: String(day.daysActive), title: counted(day.daysActive, 'day'), values: [day.persons] }))} />;
    }
    default:
      return <Rows tile={{ name, kind, answer }} />;
  }
}

function Lines({ name, answer: { series }, handle }: { name: string; answer: TrendShown; handle: Ref<ChartHandle> }) {
  const lines = useMemo(() => series.map((line) => ({ label: lineName(line), points: line.points, previous: line.previous })), [series]);
  if (series.length === 0) return <EmptyState title="No events match" />;
  return (
    <LineChart lines={lines} granularity={granularityOf(series[0]?.points ?? [])} label={name} handle={handle} />
  );
}

function Steps({ answer: { conversion, steps } }: { answer: FunnelShown }) {
  return (
    <>
      <p className="flush">
        <b className="hero small">{percent(conversion)}</b> <span className="quiet">of {counted(steps[0]?.count ?? 0, 'person')}</span>
      </p>
      <ol className="funnel">
        {steps.map((step) => (
          <li key={step.index}>
            <div className="funnel-head">
              <b>{eventName(step.label)}</b> <span>{counted(step.count, 'person')}</span> <span className="quiet">{percent(step.conversionFromStart)}</span>
            </div>
            <div className="funnel-bar" aria-hidden>
              <i style={{ width: `${step.conversionFromStart * 100}%` }} />
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}

function Rows({ tile: { name, kind, answer } }: { tile: Pick<Shown, 'name' | 'kind'> & { answer: Record<string, unknown> } }) {
  const { head, rows } = tableOf(kind, answer);
  if (rows.length === 0) return <EmptyState title="Nothing in this range" />;
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={name}>
      <table className="plain">
        <thead>
          <tr>
            {head.map((title) => (
              <th key={title}>{title}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column} className={typeof cell === 'number' ? 'number' : undefined}>
                  {cellText(cell)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
