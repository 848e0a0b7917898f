import type { ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import { date, time } from '../lib/format';
import { eventName, valueName } from '../lib/words';

export interface ShownEvent {
  id: string;
  name: string;
  occurredAt: string;
  visitorId: string;
  properties: Record<string, unknown>;
}

/** What the platform found out about an event: page, country, device. */
export const contextOf = (event: ShownEvent): Record<string, string> => (event.properties.$context ?? {}) as Record<string, string>;

/** "Austria · Desktop · Firefox" */
export const whence = (about: Record<string, string>): string =>
  ['country', 'device', 'browser'].flatMap((property) => (about[property] ? [valueName(property, about[property])] : [])).join(' · ');

/** Events in lines: what, where, whence, who, when. */
export function EventTable({ label, busy = false, children }: { label: string; busy?: boolean; children: ReactNode }) {
  return (
    <table className="plain events" aria-label={label} aria-busy={busy}>
      <thead>
        <tr>
          <th>Time (UTC)</th>
          <th>Event</th>
          <th>Page</th>
          <th>From</th>
          <th>Visitor</th>
        </tr>
      </thead>
      {children}
    </table>
  );
}

/** One line; `more` stands before the event's name. */
export function EventRow({ event, withDate = false, fresh = false, more }: { event: ShownEvent; withDate?: boolean; fresh?: boolean; more?: ReactNode }) {
  const { search } = useLocation();
  const about = contextOf(event);
  return (
    <tr className={fresh ? 'fresh' : undefined}>
      <td className="when">
        {withDate && <span className="date">{date(event.occurredAt)} </span>}
        {time(event.occurredAt)}
      </td>
      <td className="what">
        {more}
        {eventName(event.name)}
      </td>
      <td className="where" title={about.page}>
        {about.page ?? '–'}
      </td>
      <td className="whence">{whence(about) || '–'}</td>
      <td className="who">
        <Link to={{ pathname: `/persons/${encodeURIComponent(event.visitorId)}`, search }} title={event.visitorId}>
          {event.visitorId.slice(0, 12)}
        </Link>
      </td>
    </tr>
  );
}
