import { Button, Checkbox, SegmentedControl, Select } from '@mantine/core';
import { useState } from 'react';
import { useMutation } from 'urql';
import { Code } from '../../components/Code';
import { Page } from '../../components/Page';
import { Answer, EmptyState } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { counted, exact, moment } from '../../lib/format';
import type { DropReason, LetterState } from '../../lib/gql/graphql';
import { useChoice } from '../../lib/view';
import { dropReasons as reasons } from '../../lib/words';
import { EditLetter } from './EditLetter';
import { type Choice, ReplayLetters } from './ReplayLetters';
import { DeadLetters, Discard, type Letter, written } from './letters';

const page = 50;
const mostAtOnce = 500;
const states: Record<LetterState, string> = { OPEN: 'Waiting', REPLAYED: 'Replayed', DISCARDED: 'Discarded' };

/** What was refused, why, and what to do about it. */
export default function DeadLettersPage() {
  const [reason, setReason] = useChoice('reason', ['ANY', ...(Object.keys(reasons) as DropReason[])]);
  const [state, setState] = useChoice('state', Object.keys(states) as [LetterState, ...LetterState[]]);
  const [first, show] = useState(page);
  const [chosen, choose] = useState<readonly string[]>([]);
  const [mending, mend] = useState<Letter | null>(null);
  const [replaying, replay] = useState<Choice | null>(null);
  const [said, say] = useState('');
  const [, discard] = useMutation(Discard);
  const { data, error, fetching, retry } = useAnswer(DeadLetters, { reason: reason === 'ANY' ? null : reason, state, first }, { fresh: true });
  const counts = new Map(data?.deadLetters.byReason.map((of) => [of.reason, of.count]));
  const done = (text: string) => {
    say(text);
    choose([]);
    mend(null);
    replay(null);
    retry();
  };
  return (
    <Page
      title="Dead letters"
      about="Events that were refused, each with its reason and as it was sent. Nothing here expires."
      controls={
        <>
          <SegmentedControl size="sm" aria-label="State" value={state} onChange={(value) => { setState(value as LetterState); choose([]); }} data={Object.entries(states).map(([value, label]) => ({ value, label }))} />
          <Select size="sm" w={240} aria-label="Reason" allowDeselect={false} value={reason} onChange={(value) => { setReason((value ?? 'ANY') as DropReason | 'ANY'); choose([]); }}
            data={[{ value: 'ANY', label: 'Any reason' }, ...(Object.entries(reasons) as [DropReason, string][]).map(([value, label]) => ({ value, label: counts.has(value) ? `${label} (${exact(counts.get(value) ?? 0)})` : label }))]} />
        </>
      }
    >
      <section className="card" aria-label="Dead letters">
        <div role="status" aria-live="polite">{said && <p className="flush">{said}</p>}</div>
        <Answer data={data?.deadLetters} error={error} fetching={fetching} shape="rows" retry={retry}>
          {(letters) =>
            letters.nodes.length === 0 ? (
              <EmptyState title={state !== 'OPEN' ? `None was ${states[state].toLowerCase()}` : reason === 'ANY' ? 'Nothing waits here' : 'Nothing waits here for this reason'}>
                <p>An event that cannot be taken appears here, with what to change.</p>
              </EmptyState>
            ) : (
              <>
                <div className="controls spread">
                  <p className="quiet flush">{chosen.length > 0 ? `${exact(chosen.length)} of ${counted(letters.totalCount, 'event')} chosen` : counted(letters.totalCount, 'refused event')}</p>
                  {state === 'OPEN' && (
                    <div className="controls">
                      {chosen.length > 0 ? (
                        <>
                          <Button variant="default" size="compact-sm" onClick={() => void discard({ ids: [...chosen] }).then(({ data: gone, error: failed }) => done(failed ? failed.message : `${counted(gone?.discardDeadLetters ?? 0, 'event')} discarded; they can be read under Discarded.`))}>
                            Discard {exact(chosen.length)}
                          </Button>
                          <Button size="compact-sm" onClick={() => replay({ ids: [...chosen] })}>Replay {exact(chosen.length)}</Button>
                        </>
                      ) : (
                        reason !== 'ANY' && <Button variant="light" size="compact-sm" onClick={() => replay({ reason })}>Replay all {exact(letters.totalCount)}</Button>
                      )}
                    </div>
                  )}
                </div>
                <Letters letters={letters.nodes} open={state === 'OPEN'} chosen={chosen} choose={choose} mend={mend} />
                {letters.pageInfo.hasNextPage && first < mostAtOnce && (
                  <Button variant="light" size="compact-sm" mt="md" onClick={() => show(mostAtOnce)}>Show older ones</Button>
                )}
              </>
            )
          }
        </Answer>
      </section>
      {mending && <EditLetter letter={mending} onClose={() => mend(null)} onStored={() => done('The event is stored.')} />}
      {replaying && (
        <ReplayLetters choice={replaying} onClose={() => replay(null)} onDone={(result) => done(`${counted(result.replayed, 'event')} stored, ${exact(result.stillFailing)} still refused.`)} />
      )}
    </Page>
  );
}

function Letters({ letters, open, chosen, choose, mend }: { letters: readonly Letter[]; open: boolean; chosen: readonly string[]; choose: (ids: readonly string[]) => void; mend: (letter: Letter) => void }) {
  const all = chosen.length === letters.length;
  return (
    <table className="plain cards letters">
      <thead>
        <tr>
          {open && <th><Checkbox size="xs" aria-label="Choose all that are shown" checked={all} indeterminate={!all && chosen.length > 0} onChange={() => choose(all ? [] : letters.map((letter) => letter.id))} /></th>}
          <th>Received (UTC)</th>
          <th>Source</th>
          <th>Reason</th>
          <th>What to change</th>
        </tr>
      </thead>
      <tbody>
        {letters.map((letter) => (
          <tr key={letter.id}>
            {open && (
              <td data-label="Choose">
                <Checkbox size="xs" aria-label={`Choose the event of ${moment(letter.receivedAt)}`} checked={chosen.includes(letter.id)} onChange={() => choose(chosen.includes(letter.id) ? chosen.filter((id) => id !== letter.id) : [...chosen, letter.id])} />
              </td>
            )}
            <td data-label="Received (UTC)">{moment(letter.receivedAt)}</td>
            <td data-label="Source">{letter.source ?? '—'}</td>
            <td data-label="Reason"><span className="status warned">{reasons[letter.reason]}</span></td>
            <td className="block">
              {letter.message}
              {letter.editedBy && <span className="quiet"> Edited by {letter.editedBy}.</span>}
              {letter.closedAt && <span className="quiet"> Closed by {letter.closedBy}, {moment(letter.closedAt)}.</span>}
              <details className="more">
                <summary>As it was sent</summary>
                <Code label="The event as it was sent" text={written(letter.payload)} />
              </details>
              {open && letter.source && <Button variant="subtle" size="compact-xs" onClick={() => mend(letter)}>Mend and replay</Button>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
