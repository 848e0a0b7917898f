import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { useSubscription } from 'urql';
import { BarList } from '../../components/BarList';
import { useCatalog } from '../../components/catalog';
import { Card } from '../../components/Card';
import { Install } from '../../components/Install';
import { Page } from '../../components/Page';
import { Answer, EmptyState } from '../../components/States';
import { writeFilter } from '../../lib/filters';
import { counted, exact, precise } from '../../lib/format';
import { graphql } from '../../lib/gql';
import type { LiveFiguresSubscription } from '../../lib/gql/graphql';
import { sharedSearch } from '../../lib/places';
import { changed } from '../../lib/view';
import { valueName } from '../../lib/words';
import { EventStream } from './EventStream';
import { later } from './later';

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

/** How many are here now, where, and what they do. */
export default function LivePage() {
  const [{ data, error, fetching }, again] = useSubscription<LiveFiguresSubscription, Snapshot>({ query: LiveFigures }, (shown, news) => later(shown, news.liveUpdated));
  const { events } = useCatalog();
  return (
    <Page title="Live" about="Who is here now, and what they do.">
      <Answer data={data} error={error} fetching={data === undefined && fetching} shape="page" retry={() => again()}>
        {(live) => (
          <div className="stack">
            <div className="grid live">
              <Now live={live} />
              <LastMinute live={live} />
            </div>
            {live.topEvents.length > 0 && (
              <div className="grid four">
                <Top title="Pages" property="page" bars={live.topPages} />
                <Top title="Events" property="event" bars={live.topEvents} />
                <Top title="Referrers" property="referrer" bars={live.topReferrers} />
                <Top title="Countries" property="country" bars={live.topCountries} />
              </div>
            )}
            <EventStream empty={events.length === 0 ? <Install /> : <EmptyState title="Waiting for the next event" />} />
          </div>
        )}
      </Answer>
    </Page>
  );
}

function Now({ live }: { live: Snapshot }) {
  return (
    <Card title="Visitors in the last 5 minutes">
      <div className="hero" data-testid="visitors-now">
        {exact(live.personsLast5Minutes)}
      </div>
      {live.latencyP99 > 0 ? (
        <p className="quiet" title="Of the events of the last minute">
          An event counts here <b>{live.latencyP50.toFixed(0)} ms</b> after it arrives (median), the slowest of a hundred after <b>{live.latencyP99.toFixed(0)} ms</b>.
        </p>
      ) : (
        <p className="quiet">How soon an event counts is measured with the next one.</p>
      )}
    </Card>
  );
}

function LastMinute({ live }: { live: Snapshot }) {
  const [at, setAt] = useState<number | null>(null);
  const most = Math.max(1, ...live.perSecond);
  const words = at === null ? `${counted(live.eventsLastMinute, 'event')}, ${precise(live.eventsPerSecond)} a second` : `${59 - at} s ago: ${counted(live.perSecond[at] ?? 0, 'event')}`;
  return (
    <Card title="Last 60 seconds" controls={<span className="quiet">{words}</span>}>
      <div className="seconds" role="img" aria-label={`Events in each of the last 60 seconds: ${live.perSecond.join(', ')}`} onMouseLeave={() => setAt(null)}>
        {live.perSecond.map((count, second) => (
          <div key={second} className={second === 59 ? 'running' : undefined} onMouseEnter={() => setAt(second)}>
            <i style={{ height: `${(count / most) * 100}%` }} />
          </div>
        ))}
      </div>
      <div className="seconds-axis quiet" aria-hidden>
        <span>60 s ago</span>
        <span>most in a second: {exact(Math.max(0, ...live.perSecond))}</span>
        <span>now</span>
      </div>
    </Card>
  );
}

const shown = 6;

function Top({ title, property, bars }: { title: string; property: string; bars: Snapshot['topPages'] }) {
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const open = (value: string) => {
    const own = new URLSearchParams(sharedSearch(params));
    const search = changed(own, { range: 'today', from: null, to: null, f: property === 'event' ? null : [writeFilter({ property, operator: 'EQUALS', values: [value] })], name: property === 'event' ? value : null });
    void navigate({ pathname: property === 'event' ? '/events' : '/overview', search: search.toString() });
  };
  return (
    <Card title={title} className="top-live">
      {bars.length === 0 ? <EmptyState title="None in the last five minutes" /> : <BarList bars={bars.slice(0, shown).map((bar) => ({ ...bar, name: valueName(property, bar.value), detail: 'Click to see today' }))} unit="events in the last five minutes" onChoose={open} />}
    </Card>
  );
}
