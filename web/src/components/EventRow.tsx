import { Link, useLocation } from 'react-router';
import { date, time } from '../lib/format';

export interface ShownEvent {
  id: string;
  name: string;
  occurredAt: string;
  visitorId: string;
  properties: Record<string, unknown>;
}

const context = (event: ShownEvent): Record<string, string> => (event.properties.$context ?? {}) as Record<string, string>;

/** A line of a list of events: what, where, who, when. */
export function EventRow({ event, withDate = false, fresh = false }: { event: ShownEvent; withDate?: boolean; fresh?: boolean }) {
  const { search } = useLocation();
  const about = context(event);
  return (
    <tr className={fresh ? 'fresh' : undefined}>
      <td data-label="Time (UTC)">{withDate ? `${date(event.occurredAt)} ${time(event.occurredAt)}` : time(event.occurredAt)}</td>
      <td data-label="Event">{event.name.replaceAll('_', ' ')}</td>
      <td data-label="Page">{about.page ?? '–'}</td>
      <td data-label="From">{[about.country, about.device, about.browser].filter(Boolean).join(' · ') || '–'}</td>
      <td data-label="Visitor">
        <Link to={{ pathname: `/persons/${encodeURIComponent(event.visitorId)}`, search }}>{event.visitorId.slice(0, 12)}</Link>
      </td>
    </tr>
  );
}

export function EventHead() {
  return (
    <thead>
      <tr>
        <th>Time (UTC)</th>
        <th>Event</th>
        <th>Page</th>
        <th>From</th>
        <th>Visitor</th>
      </tr>
    </thead>
  );
}
