import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useMutation } from 'urql';
import { failure } from '../../components/States';
import { exact, moment, percent } from '../../lib/format';
import { changed } from '../../lib/view';
import { formatName, type Import, Pause, Resume, states } from './imports';

/** The files, how far they are, and what came of them. */
export function ImportTable({ imports, onChanged }: { imports: readonly Import[]; onChanged: () => void }) {
  const [params] = useSearchParams();
  const [problem, say] = useState('');
  const [, pause] = useMutation(Pause);
  const [, resume] = useMutation(Resume);
  const change = async (act: typeof pause | typeof resume, id: string) => {
    const { error } = await act({ id });
    say(error ? failure(error).detail : '');
    onChanged();
  };
  return (
    <>
      <div role="status" aria-live="polite">{problem && <p className="flush down">{problem}</p>}</div>
      <div className="scroll" tabIndex={0} role="region" aria-label="Imported files">
        <table className="plain cards">
          <thead>
            <tr>
              <th>File</th>
              <th>State</th>
              <th>Progress</th>
              <th className="number">Events</th>
              <th className="number">Refused</th>
              <th>Begun (UTC)</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {imports.map((one) => (
              <tr key={one.id}>
                <td data-label="File">
                  <span>{one.file} <span className="quiet">{formatName(one.format)}</span></span>
                </td>
                <td data-label="State">
                  <div>
                    <span className={`status ${states[one.state].look}`}>{states[one.state].word}</span>
                    {one.problem && <p className="quiet flush">{one.problem}</p>}
                    {one.state === 'INTERRUPTED' && <p className="quiet flush">Run its command again to go on.</p>}
                  </div>
                </td>
                <td data-label="Progress" title={`${exact(one.lines)} lines, ${exact(one.leftOut)} of them left out`}>
                  <Progress of={one} />
                </td>
                <td data-label="Events" className="number">{exact(one.accepted)}</td>
                <td data-label="Refused" className="number">
                  <Refused of={one} search={(reason) => changed(params, { reason }).toString()} />
                </td>
                <td data-label="Begun (UTC)">{moment(one.startedAt)}</td>
                <td className="number">
                  {(one.state === 'RUNNING' || one.state === 'WAITING') && (
                    <Button variant="default" size="compact-sm" aria-label={`Pause ${one.file}`} onClick={() => void change(pause, one.id)}>Pause</Button>
                  )}
                  {one.state === 'PAUSED' && (
                    <Button variant="light" size="compact-sm" aria-label={`Resume ${one.file}`} onClick={() => void change(resume, one.id)}>Resume</Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Progress({ of: { bytes, bytesRead, state, file } }: { of: Import }) {
  const share = state === 'COMPLETED' ? 1 : bytes > 0 ? Math.min(1, bytesRead / bytes) : 0;
  return (
    <span>
      <progress value={share} max={1} aria-label={`Progress of ${file}`} /> <span className="quiet">{percent(share)}</span>
    </span>
  );
}

function Refused({ of: { refused }, search }: { of: Import; search: (reason: string) => string }) {
  const all = refused.reduce((sum, { count }) => sum + count, 0);
  const [first] = refused;
  return first ? <Link to={{ pathname: '/data/dead-letters', search: search(first.reason) }} title="See them among the dead letters">{exact(all)}</Link> : <>0</>;
}
