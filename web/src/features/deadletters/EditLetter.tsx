import { Button, Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useMutation } from 'urql';
import { Code } from '../../components/Code';
import { Edit, type Letter, Replay, differences, read, written } from './letters';

/** Mend the event of one letter, see what would become of it, store it. */
export function EditLetter({ letter, onClose, onStored }: { letter: Letter; onClose: () => void; onStored: () => void }) {
  const before = letter.event ?? letter.payload;
  const [text, write] = useState(written(before));
  const [said, say] = useState<{ good: boolean; text: string } | null>(null);
  const [editing, edit] = useMutation(Edit);
  const [replaying, replay] = useMutation(Replay);
  const typed = read(text);

  const attempt = async (dryRun: boolean) => {
    if ('problem' in typed) return;
    const edited = await edit({ id: letter.id, event: typed.event });
    if (edited.error) return say({ good: false, text: edited.error.message.replace(/^\[\w+\] /, '') });
    const { data, error } = await replay({ ids: [letter.id], dryRun });
    const outcome = data?.replayDeadLetters.outcomes[0];
    if (error ?? !outcome) return say({ good: false, text: error?.message.replace(/^\[\w+\] /, '') ?? 'Somebody else has closed this letter.' });
    if (!outcome.passes) return say({ good: false, text: outcome.message ?? 'It is still refused.' });
    if (!dryRun) return onStored();
    say({ good: true, text: outcome.alreadyStored ? 'It passes, and is in the store already: it is not stored again.' : 'It passes every rule and would be stored.' });
  };

  const changes = 'problem' in typed ? [] : differences(before, typed.event);
  return (
    <Modal opened onClose={onClose} title="Mend the event" size="xl">
      <div className="stack">
        <p className="flush">{letter.message}</p>
        <Textarea label="The event" description="A message of the Segment HTTP API, whatever protocol it came by." value={text} onChange={(change) => write(change.currentTarget.value)} autosize minRows={8} maxRows={22} error={'problem' in typed ? typed.problem : null} styles={{ input: { fontFamily: 'monospace', fontSize: 13 } }} />
        {changes.length > 0 && (
          <table className="plain cards" aria-label="What you changed">
            <thead>
              <tr>
                <th>Changed</th>
                <th>Before</th>
                <th>After</th>
              </tr>
            </thead>
            <tbody>
              {changes.map((change) => (
                <tr key={change.path}>
                  <td data-label="Changed">{change.path}</td>
                  <td data-label="Before">{change.before ?? '—'}</td>
                  <td data-label="After">{change.after ?? '—'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <div role="status" aria-live="polite">
          {said && <span className={said.good ? 'status good' : 'status bad'} style={{ whiteSpace: 'normal' }}>{said.text}</span>}
        </div>
        <details className="more">
          <summary>As it was sent</summary>
          <Code label="The event as it was sent" text={written(letter.payload)} />
        </details>
        <div className="controls">
          <Button variant="default" onClick={onClose}>Close</Button>
          <Button variant="light" disabled={'problem' in typed} loading={editing.fetching || replaying.fetching} onClick={() => void attempt(true)}>Try it</Button>
          <Button disabled={'problem' in typed} loading={editing.fetching || replaying.fetching} onClick={() => void attempt(false)}>Store it</Button>
        </div>
      </div>
    </Modal>
  );
}
