import { type CSSProperties, useMemo } from 'react';
import { Link, useLocation, useNavigate, useSearchParams } from 'react-router';
import { BarList } from '../../components/BarList';
import { Card } from '../../components/Card';
import { LineChart } from '../../components/chart/LineChart';
import { colourOf } from '../../components/chart/palette';
import { PeriodTable } from '../../components/chart/PeriodTable';
import { Nothing } from '../../components/Nothing';
import { Page } from '../../components/Page';
import { Answer, EmptyState } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { exact, percent, rangeName, short } from '../../lib/format';
import { changed, useView } from '../../lib/view';
import { dropReasons, eventName } from '../../lib/words';
import { CompletenessCard } from './CompletenessCard';
import { LineageCard } from './LineageCard';
import { DataQuality, type Quality, daily, received, refused, violating, volumeLines } from './quality';
import { SourceTable } from './SourceTable';

/** How good is the data: what came, what was refused and why, what is late, missing or not as planned, and where it goes. */
export default function QualityPage() {
  const { view } = useView();
  const { data, error, fetching, retry } = useAnswer(DataQuality, { range: view.range }, { fresh: view.running });
  const quality = data?.dataQuality;
  const nothing = quality && received(quality) === 0;
  return (
    <Page title="Data quality" about={`${rangeName(view.from, view.to)}, by the time of receipt. Counted by the transactions that stored or refused the events.`}>
      {nothing ? (
        <section className="card" aria-label="No events">
          <Nothing />
        </section>
      ) : (
        <>
          <section className="card" aria-label="Key figures">
            <Answer data={quality} error={error} fetching={fetching} shape="figures" retry={retry}>
              {(answer) => <Figures quality={answer} />}
            </Answer>
          </section>
          <Card title="Volumes">
            <Answer data={quality} error={error} fetching={fetching} shape="chart" retry={retry}>
              {(answer) => <Volumes volumes={answer.volumes} at={answer.at} />}
            </Answer>
          </Card>
          <div className="grid two">
            <Card title="Refused, by reason">
              <Answer data={quality} error={error} fetching={fetching} shape="bars" retry={retry}>
                {(answer) => <Refused quality={answer} />}
              </Answer>
            </Card>
            <Card title="Not as planned">
              <Answer data={quality} error={error} fetching={fetching} shape="rows" retry={retry}>
                {(answer) => <Violations violations={answer.violations} />}
              </Answer>
            </Card>
          </div>
          <Card title="Sources">
            <Answer data={quality} error={error} fetching={fetching} shape="rows" retry={retry}>
              {(answer) => <SourceTable sources={answer.sources} at={answer.at} />}
            </Answer>
          </Card>
          <div className="grid two">
            <CompletenessCard />
            <LineageCard />
          </div>
        </>
      )}
    </Page>
  );
}

function Figures({ quality }: { quality: Quality }) {
  const all = received(quality);
  const figures: readonly [string, number, number][] = [
    ['Stored', quality.accepted, all], ['Refused', refused(quality), all], ['Duplicates', quality.duplicates, all],
    ['Late', quality.late, quality.accepted], ['Violations', violating(quality), 0],
  ];
  return (
    <dl className="figures">
      {figures.map(([label, value, whole]) => (
        <div className="figure" key={label}>
          <dt>{label}</dt>
          <dd className="value" title={exact(value)} data-testid={`figure-${label}`}>{short(value)}</dd>
          <dd className="quiet">{whole > 0 ? `${percent(value / whole)} of ${label === 'Late' ? 'what is stored' : 'what came'}` : 'of the tracking plan'}</dd>
        </div>
      ))}
    </dl>
  );
}

function Volumes({ volumes, at }: { volumes: Quality['volumes']; at: string }) {
  const lines = useMemo(() => volumeLines(volumes, Date.parse(at)), [volumes, at]);
  const granularity = daily(volumes) ? 'DAY' : 'HOUR';
  return (
    <>
      <ul className="legend" aria-label="Lines of the chart">
        {lines.map((line, index) => (
          <li key={line.label}><i className="swatch" style={{ '--colour': `var(${lines.length === 1 ? '--bar-strong' : colourOf(index)})` } as CSSProperties} aria-hidden /> {line.label}</li>
        ))}
      </ul>
      <LineChart lines={lines} granularity={granularity} label="Events received" />
      <PeriodTable lines={lines} granularity={granularity} />
    </>
  );
}

function Refused({ quality }: { quality: Quality }) {
  const [params] = useSearchParams();
  const navigate = useNavigate();
  return quality.dropped.length === 0 ? (
    <EmptyState title="Nothing was refused">
      <p>Every event that came in this range was taken.</p>
    </EmptyState>
  ) : (
    <BarList unit="events" whole={refused(quality)} onChoose={(reason) => void navigate({ pathname: '/data/dead-letters', search: changed(params, { reason }).toString() })}
      bars={quality.dropped.map(({ reason, count }) => ({ value: reason, name: dropReasons[reason], count, detail: 'see these events among the dead letters' }))} />
  );
}

function Violations({ violations }: { violations: Quality['violations'] }) {
  const { search } = useLocation();
  const params = new URLSearchParams(search);
  if (violations.length === 0)
    return (
      <EmptyState title="No violations">
        <p>
          Events are compared with your <Link to={{ pathname: '/data/plan', search }}>tracking plan</Link>; what differs is counted here by property.
        </p>
      </EmptyState>
    );
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label="Violations by property">
      <table className="plain cards">
        <thead>
          <tr>
            <th>Event</th>
            <th>Property</th>
            <th>Planned</th>
            <th className="number">Events</th>
          </tr>
        </thead>
        <tbody>
          {violations.map(({ event, property, expected, count }) => (
            <tr key={`${event}\n${property}\n${expected}`}>
              <td data-label="Event"><Link to={{ pathname: '/data/plan', search: changed(params, { event }).toString() }}>{eventName(event)}</Link></td>
              <td data-label="Property">{property || 'all of them'}</td>
              <td data-label="Planned">{expected}</td>
              <td data-label="Events" className="number">{exact(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
