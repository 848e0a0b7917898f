import type { ReactNode } from 'react';
import { Change } from '../../components/Change';
import { duration, exact, percent, precise, seconds, short } from '../../lib/format';
import type { OverviewFiguresQuery } from '../../lib/gql/graphql';

type Key = 'visitors' | 'sessions' | 'views' | 'viewsPerSession' | 'bounceRate' | 'meanDuration';
type Numbers = Pick<OverviewFiguresQuery['overview']['current'], Key>;

const read = (figures: Numbers, key: Key): number => (key === 'meanDuration' ? seconds(figures.meanDuration) : figures[key]);

const shown: readonly { key: Key; label: string; brief: (value: number) => string; exactly?: (value: number) => string; lowerIsBetter?: boolean }[] = [
  { key: 'visitors', label: 'Visitors', brief: short, exactly: exact },
  { key: 'sessions', label: 'Sessions', brief: short, exactly: exact },
  { key: 'views', label: 'Views', brief: short, exactly: exact },
  { key: 'viewsPerSession', label: 'Views a session', brief: (value) => value.toFixed(1), exactly: precise },
  { key: 'bounceRate', label: 'Bounce rate', brief: percent, lowerIsBetter: true },
  { key: 'meanDuration', label: 'Duration', brief: duration },
];

/** The numbers of a range, each with its change against the time before. */
export function Figures({ now, before }: { now: Numbers; before: Numbers | undefined }) {
  return (
    <dl className="figures">
      {shown.map(({ key, label, brief, exactly = brief, lowerIsBetter = false }) => {
        const value = read(now, key);
        const base = before && read(before, key);
        return (
          <Figure key={key} label={label} value={brief(value)} title={exactly(value)}>
            <Change now={value} before={base} base={exactly(base ?? 0)} lowerIsBetter={lowerIsBetter} />
          </Figure>
        );
      })}
    </dl>
  );
}

function Figure({ label, value, title, children }: { label: string; value: string; title: string; children: ReactNode }) {
  return (
    <div className="figure">
      <dt>{label}</dt>
      <dd className="value" title={title} data-testid={`figure-${label}`}>
        {value}
      </dd>
      <dd>{children}</dd>
    </div>
  );
}
