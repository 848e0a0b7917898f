import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useSubscription } from 'urql';
import { BarList } from '../../components/BarList';
import { Install } from '../../components/Install';
import { Answer, EmptyState } from '../../components/States';
import { exact, short } from '../../lib/format';
import { graphql } from '../../lib/gql';
import type { LiveFiguresSubscription } from '../../lib/gql/graphql';
import { EventStream } from './EventStream';

const LiveFigures = graphql(`
  subscription LiveFigures {
    liveUpdated {
      at
      personsLast5Minutes
      eventsPerSecond
      eventsLastMinute
      perSecond
      topPages { value count }
      topEvents { value count }
      topReferrers { value count }
      topCountries { value count }
      latencyP50
      latencyP99
    }
  }
`);

type Snapshot = LiveFiguresSubscription['liveUpdated'];

export default function LivePage() {
  const [params] = useSearchParams();
  const [retries, retry] = useState(0);
  const [{ data, error, fetching }] = useSubscription({ query: LiveFigures, variables: {}, context: undefined });
  return (
    <Answer key={retries} data={data?.liveUpdated} error={error} fetching={fetching} rows={8} retry={() => retry(retries + 1)}>
      {(live) => (
        <div className="grid">
          <h1 style={{ fontSize: 20, margin: 0 }}>Live</h1>
          <div className="grid two">
            <Now live={live} />
            <LastMinute live={live} />
          </div>
          <div className="grid two">
            <Top title="Pages" bars={live.topPages} unit="views" />
            <Top title="Events" bars={live.topEvents.map((bar) => ({ ...bar, value: bar.value.replaceAll('_', ' ') }))} unit="events" />
            <Top title="Sources" bars={live.topReferrers} unit="events" />
            <Top title="Countries" bars={live.topCountries} unit="events" />
          </div>
          <section className="card" aria-label="Events as they arrive">
            <EventStream empty={<Install tenant={params.get('tenant')} />} />
          </section>
        </div>
      )}
    </Answer>
  );
}

function Now({ live }: { live: Snapshot }) {
  return (
    <section className="card" aria-label="Now">
      <div className="quiet">Visitors in the last 5 minutes</div>
      <div className="hero" data-testid="visitors-now">
        {exact(live.personsLast5Minutes)}
      </div>
      <div className="quiet" style={{ marginTop: 12 }}>
        Arrival to screen: {live.latencyP50.toFixed(0)} ms median, {live.latencyP99.toFixed(0)} ms at the 99th percentile
      </div>
    </section>
  );
}

function LastMinute({ live }: { live: Snapshot }) {
  const most = Math.max(1, ...live.perSecond);
  return (
    <section className="card" aria-label="Last minute">
      <header>
        <h2>Last 60 seconds</h2>
        <span className="quiet">
          {short(live.eventsLastMinute)} events, {live.eventsPerSecond.toFixed(1)} a second
        </span>
      </header>
      <div className="seconds" role="img" aria-label={`Events in each of the last 60 seconds, ${most} at most`}>
        {live.perSecond.map((count, second) => (
          <div key={second} style={{ height: `${(count / most) * 100}%`, opacity: count === 0 ? 0.25 : 1 }} title={`${59 - second} s ago: ${count}`} />
        ))}
      </div>
    </section>
  );
}

function Top({ title, bars, unit }: { title: string; bars: { value: string; count: number }[]; unit: string }) {
  return (
    <section className="card" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <span className="quiet">last 5 minutes</span>
      </header>
      {bars.length === 0 ? <EmptyState title="Nothing in the last five minutes" /> : <BarList bars={bars.slice(0, 6)} unit={unit} />}
    </section>
  );
}
