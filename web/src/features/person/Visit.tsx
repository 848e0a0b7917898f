import { contextOf, whence } from '../../components/EventTable';
import { counted, date, duration, time } from '../../lib/format';
import { eventName, valueName } from '../../lib/words';
import type { TimelineEvent, VisitEvents } from './visits';

/** One visit: where from, how long, and step by step what happened. */
export function Visit({ visit }: { visit: VisitEvents }) {
  const first = visit.events.at(-1);
  const about = first ? contextOf(first) : {};
  const length = (Date.parse(visit.endedAt) - Date.parse(visit.startedAt)) / 1000;
  const source = about.utm_campaign ?? about.referrer ?? about.channel;
  return (
    <section className="visit" aria-label={`Visit of ${date(visit.startedAt)} ${time(visit.startedAt)}`}>
      <header>
        <h3>
          {date(visit.startedAt)}, {time(visit.startedAt)}
        </h3>
        <span className="quiet">{[counted(visit.events.length, 'event'), length > 0 && duration(length), whence(about), source && `from ${valueName('referrer', source)}`].filter(Boolean).join(' · ')}</span>
      </header>
      <ol>
        {visit.events.map((event) => (
          <Step key={event.id} event={event} />
        ))}
      </ol>
    </section>
  );
}

function Step({ event }: { event: TimelineEvent }) {
  const { $context: _, ...own } = event.properties;
  const details = Object.entries(own).slice(0, 6);
  return (
    <li>
      <time dateTime={event.occurredAt}>{time(event.occurredAt)}</time>
      <div>
        <b>{eventName(event.name)}</b> <span className="quiet">{contextOf(event).page}</span>
        {details.length > 0 && (
          <div className="quiet details">
            {details.map(([name, value]) => (
              <span key={name}>
                {name}: {typeof value === 'object' ? JSON.stringify(value) : String(value)}
              </span>
            ))}
          </div>
        )}
      </div>
    </li>
  );
}
