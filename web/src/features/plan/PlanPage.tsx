import { Button } from '@mantine/core';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { Page } from '../../components/Page';
import { Answer, EmptyState } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { exact, date } from '../../lib/format';
import { changed, rangeOf } from '../../lib/view';
import { eventName } from '../../lib/words';
import { EventPlan } from './EventPlan';
import { type Planned, type Violation, TrackingPlan, modes } from './plan';
import { PlanForm } from './PlanForm';

/** What events are meant to look like, and what happens to those that do not. */
export default function PlanPage() {
  const [range] = useState(() => {
    const [from, to] = rangeOf('7d', Date.now());
    return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  });
  const [params, setParams] = useSearchParams();
  const [planning, plan] = useState(false);
  const { data, error, fetching, retry } = useAnswer(TrackingPlan, { range }, { fresh: true });
  const admin = data?.viewer.isAdmin ?? false;
  const chosen = data?.trackingPlan.find((planned) => planned.name === params.get('event'));
  const choose = (event: string | null) => void setParams((before) => changed(before, { event }));
  return (
    <Page title="Tracking plan" about="What events are meant to look like, by name. Each change is a version; what was stored before stays as it is."
      controls={admin && <Button size="sm" onClick={() => plan(true)}>Plan an event</Button>}>
      <Answer data={data} error={error} fetching={fetching} shape="rows" retry={retry}>
        {({ trackingPlan, dataQuality }) =>
          trackingPlan.length === 0 ? (
            <section className="card" aria-label="Planned events">
              <EmptyState title="Nothing is planned yet">
                <p>Plan an event to be told when a client sends something else: a schema can be learnt from what came so far.</p>
                {admin && <Button variant="light" size="sm" onClick={() => plan(true)}>Plan an event</Button>}
              </EmptyState>
            </section>
          ) : (
            <div className="stack">
              <section className="card" aria-label="Planned events">
                <Events planned={trackingPlan} violations={dataQuality.violations} chosen={chosen?.name} choose={choose} />
              </section>
              {chosen && (
                <EventPlan key={chosen.name} planned={chosen} violations={dataQuality.violations.filter((violation) => violation.event === chosen.name)} admin={admin} onChanged={retry} />
              )}
            </div>
          )
        }
      </Answer>
      {planning && (
        <PlanForm onClose={() => plan(false)} onSaved={(event) => {
          plan(false);
          choose(event);
          retry();
        }} />
      )}
    </Page>
  );
}

function Events({ planned, violations, chosen, choose }: { planned: readonly Planned[]; violations: readonly Violation[]; chosen: string | undefined; choose: (event: string | null) => void }) {
  const counts = new Map<string, number>();
  for (const { event, count } of violations) counts.set(event, (counts.get(event) ?? 0) + count);
  return (
    <table className="plain cards">
      <thead>
        <tr>
          <th>Event</th>
          <th>Mode</th>
          <th className="number">Version</th>
          <th className="number">Violations, 7 days</th>
          <th>Last changed</th>
        </tr>
      </thead>
      <tbody>
        {planned.map((event) => (
          <tr key={event.name}>
            <td data-label="Event">
              <button type="button" className="link" aria-expanded={event.name === chosen} onClick={() => choose(event.name === chosen ? null : event.name)}>{eventName(event.name)}</button>
            </td>
            <td data-label="Mode">{event.retired ? <span className="status">Not planned any more</span> : <span className="status good" title={modes[event.mode].says}>{modes[event.mode].label}</span>}</td>
            <td data-label="Version" className="number">{event.version}</td>
            <td data-label="Violations, 7 days" className={(counts.get(event.name) ?? 0) > 0 ? 'number down' : 'number'}>{exact(counts.get(event.name) ?? 0)}</td>
            <td data-label="Last changed"><span>{date(event.versions[0]?.at ?? '')} <span className="quiet">by {event.versions[0]?.by}</span></span></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
