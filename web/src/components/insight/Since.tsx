import type { ReactNode } from 'react';
import { counted, moment } from '../../lib/format';
import { Card } from '../Card';
import { EventRow, EventTable, type ShownEvent } from '../EventTable';
import { Help } from './Help';

/** What came to be known between two moments. */
export interface Learnt {
  lateEvents: number;
  newEvents: number;
  joins: number;
  unlinks: number;
  events: { nodes: readonly ShownEvent[] };
}

const meaning = 'An event is late when it had happened by the moment of the header and was recorded after it; it is new when it happened later. Joins and unlinks change who is one person.';

/** What moved an answer since the moment that it is shown as of: in words, and the events themselves. */
export function Since({ asOf, sentences, learnt, children }: { asOf: string; sentences: readonly string[]; learnt: Learnt | undefined; children?: ReactNode }) {
  const { nodes } = learnt?.events ?? { nodes: [] };
  const all = learnt ? learnt.lateEvents + learnt.newEvents : 0;
  return (
    <Card title={`What changed since ${moment(asOf)}`} controls={<Help of="What changed since">{meaning}</Help>}>
      {children}
      {learnt && (
        <>
          {sentences.length === 0 ? (
            <p className="flush">Nothing moved: the answer is the same now.</p>
          ) : (
            <ul className="flush">
              {sentences.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          )}
          <p className="quiet flush">
            {[counted(learnt.lateEvents, 'late event'), counted(learnt.newEvents, 'new event'), counted(learnt.joins, 'join'), counted(learnt.unlinks, 'unlink')].join(', ')}
            {all > nodes.length && nodes.length > 0 ? `; the newest ${nodes.length} are listed` : ''}
          </p>
          {nodes.length > 0 && (
            <EventTable label="Events that came to be known">
              <tbody>
                {nodes.map((event) => (
                  <EventRow key={event.id} event={event} withDate />
                ))}
              </tbody>
            </EventTable>
          )}
        </>
      )}
    </Card>
  );
}
