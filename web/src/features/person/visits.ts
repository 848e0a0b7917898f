import type { ShownEvent } from '../../components/EventTable';

export interface TimelineEvent extends ShownEvent {
  sessionId?: string | null;
}

export interface VisitEvents {
  key: string;
  /** The newest first. */
  events: readonly TimelineEvent[];
  startedAt: string;
  endedAt: string;
}

/** Events, the newest first, by visit; the visit that began last comes first. Visits of several visitors may overlap. */
export function visitsOf(events: readonly TimelineEvent[]): VisitEvents[] {
  const groups = new Map<string, TimelineEvent[]>();
  for (const event of events) {
    const key = event.sessionId ?? event.id;
    groups.set(key, [...(groups.get(key) ?? []), event]);
  }
  return [...groups]
    .map(([key, own]) => ({ key, events: own, startedAt: own.at(-1)?.occurredAt ?? '', endedAt: own[0]?.occurredAt ?? '' }))
    .sort((one, other) => Date.parse(other.startedAt) - Date.parse(one.startedAt));
}
