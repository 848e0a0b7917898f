import { ActionIcon } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { Link, useLocation } from 'react-router';
import { Code } from '../../components/Code';
import { EventRow, type ShownEvent } from '../../components/EventTable';
import { moment } from '../../lib/format';
import { useView } from '../../lib/view';
import { eventName, propertyName } from '../../lib/words';

export interface FullEvent extends ShownEvent {
  sequence: number;
  recordedAt: string;
  sessionId?: string | null;
}

/** An event that opens to its stored form; a click on one of its values filters by it. */
export function StoredEvent({ event, fresh = false }: { event: FullEvent; fresh?: boolean }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const label = `${open ? 'Close' : 'Open'} ${eventName(event.name)} of ${moment(event.occurredAt)}`;
  return (
    <>
      <EventRow
        event={event}
        withDate
        fresh={fresh}
        more={
          <ActionIcon variant="subtle" color="gray" size="sm" className="disclose" aria-label={label} aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
            {open ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
          </ActionIcon>
        }
      />
      {open && (
        <tr className="opened" id={id}>
          <td colSpan={5}>
            <Inside event={event} />
          </td>
        </tr>
      )}
    </>
  );
}

function Inside({ event }: { event: FullEvent }) {
  const { search } = useLocation();
  const { $context, ...own } = event.properties;
  return (
    <div className="inside">
      <dl className="facts">
        <Fact name="Occurred (UTC)">{moment(event.occurredAt)}</Fact>
        <Fact name="Recorded (UTC)">{moment(event.recordedAt)}</Fact>
        <Fact name="Sequence">{String(event.sequence)}</Fact>
        <Fact name="Id">{event.id}</Fact>
        {event.sessionId && <Fact name="Session">{event.sessionId}</Fact>}
        <Fact name="Visitor">
          <Link to={{ pathname: `/persons/${encodeURIComponent(event.visitorId)}`, search }}>{event.visitorId}</Link>
        </Fact>
      </dl>
      <Values title="Its own properties" values={own} none="It was sent without any." />
      <Values title="What was found out" values={($context ?? {}) as Record<string, unknown>} none="Nothing." />
      <details className="more">
        <summary>As JSON</summary>
        <Code label="The event as JSON" text={JSON.stringify(event, null, 2)} />
      </details>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Values({ title, values, none }: { title: string; values: Record<string, unknown>; none: string }) {
  const { addFilter } = useView();
  const entries = Object.entries(values);
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      {entries.length === 0 ? (
        <p className="quiet">{none}</p>
      ) : (
        <dl className="facts">
          {entries.map(([name, value]) => (
            <Fact key={name} name={propertyName(name)}>
              {typeof value === 'object' && value !== null ? (
                <code>{JSON.stringify(value)}</code>
              ) : (
                <button type="button" className="link" title={`Show only events whose ${propertyName(name)} is this`} onClick={() => addFilter(name, String(value))}>
                  {String(value)}
                </button>
              )}
            </Fact>
          ))}
        </dl>
      )}
    </section>
  );
}
