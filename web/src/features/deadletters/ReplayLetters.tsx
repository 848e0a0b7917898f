import { Button, Modal } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useMutation } from 'urql';
import { ErrorState, Skeletons } from '../../components/States';
import { counted, exact } from '../../lib/format';
import type { DropReason, ReplayDeadLettersMutation } from '../../lib/gql/graphql';
import { dropReasons as reasons } from '../../lib/words';
import { Replay } from './letters';

export type Choice = { ids: string[] } | { reason: DropReason };

type Result = ReplayDeadLettersMutation['replayDeadLetters'];

/** Shows what a replay would do before it does it. */
export function ReplayLetters({ choice, onClose, onDone }: { choice: Choice; onClose: () => void; onDone: (result: Result) => void }) {
  const [{ fetching, error }, replay] = useMutation(Replay);
  const [dry, keep] = useState<Result | null>(null);
  const written = JSON.stringify(choice);
  useEffect(() => {
    let shown = true;
    void replay({ ...(JSON.parse(written) as Choice), dryRun: true }).then(({ data }) => {
      if (shown) keep(data?.replayDeadLetters ?? null);
    });
    return () => {
      shown = false;
    };
  }, [written, replay]);

  return (
    <Modal opened onClose={onClose} title="Replay" size="lg">
      {error && <ErrorState what="The replay could not be tried." detail={`${error.message.replace(/^\[\w+\] /, '')} Nothing was changed.`} />}
      {!dry && !error && <Skeletons shape="bars" />}
      {dry && (
        <div className="stack">
          <p className="flush">
            By the rules of now, <strong>{counted(dry.replayed, 'event')}</strong> would pass
            {dry.alreadyStored > 0 && <> ({exact(dry.alreadyStored)} of them stored before, and not stored again)</>} and <strong>{exact(dry.stillFailing)}</strong> would be refused again.
          </p>
          <ByMessage result={dry} />
          <div className="controls">
            <Button variant="default" onClick={onClose}>Leave it</Button>
            <Button disabled={dry.replayed === 0} loading={fetching} onClick={() => void replay({ ...choice, dryRun: false }).then(({ data }) => data && onDone(data.replayDeadLetters))}>
              {`Store ${counted(dry.replayed, 'event')}`}
            </Button>
          </div>
        </div>
      )}
    </Modal>
  );
}

function ByMessage({ result }: { result: Result }) {
  const failing = result.outcomes.filter((outcome) => !outcome.passes);
  const names = group(result.outcomes.filter((outcome) => outcome.passes).map((outcome) => (outcome.event as { name: string } | null)?.name ?? ''));
  const messages = group(failing.map((outcome) => `${outcome.reason ? reasons[outcome.reason] : ''}: ${outcome.message ?? ''}`));
  if (names.length + messages.length === 0) return null;
  return (
    <table className="plain" aria-label="What would become of the events">
      <thead>
        <tr>
          <th>What would become of them{result.outcomes.length === 100 && ' (the first 100)'}</th>
          <th className="number">Events</th>
        </tr>
      </thead>
      <tbody>
        {names.map(([name, count]) => (
          <tr key={name}>
            <td><span className="status good spaced">stored</span>{name}</td>
            <td className="number">{exact(count)}</td>
          </tr>
        ))}
        {messages.map(([message, count]) => (
          <tr key={message}>
            <td><span className="status bad spaced">refused</span>{message}</td>
            <td className="number">{exact(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function group(texts: string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}
