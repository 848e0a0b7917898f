import { Button, Switch } from '@mantine/core';
import { useState } from 'react';
import { useMutation } from 'urql';
import { moment } from '../../lib/format';
import { type Rule, severities, SilenceRule, SwitchRule, type Watch, words } from './alerts';
import { ruleWords } from './rule';

const hourMs = 3_600_000;

/** Every rule, how it stands, and what can be done with it. */
export function Rules({ watch, onEdit, onArchive, onChanged }: { watch: Watch; onEdit: (rule: Rule) => void; onArchive: (rule: Rule) => void; onChanged: () => void }) {
  const [, turn] = useMutation(SwitchRule);
  const [, silence] = useMutation(SilenceRule);
  const [problem, tell] = useState('');
  const after = ({ error }: { error?: { message: string } | undefined }) => {
    tell(error ? words(error) : '');
    onChanged();
  };
  const quiet = (rule: Rule) => void silence({ id: rule.id, until: new Date(Date.now() + (rule.silencedUntil ? 0 : hourMs)).toISOString() }).then(after);
  return (
    <>
      <div role="alert">{problem && <span className="down">{problem}</span>}</div>
      <table className="plain cards letters">
        <thead>
          <tr>
            <th>Rule</th>
            <th>State</th>
            <th>Tells</th>
            <th>Last fired (UTC)</th>
            <th>Watched</th>
          </tr>
        </thead>
        <tbody>
          {watch.alertRules.map((rule) => (
            <tr key={rule.id}>
              <td className="block">
                <strong>{rule.name}</strong> <span className="quiet">{severities[rule.severity]}</span>
                <div>{ruleWords(rule, watch)}</div>
                <div className="controls start after">
                  <Button size="compact-xs" variant="light" onClick={() => onEdit(rule)} aria-label={`Change ${rule.name}`}>Change</Button>
                  <Button size="compact-xs" variant="subtle" color="gray" onClick={() => quiet(rule)} aria-label={rule.silencedUntil ? `End the silence: ${rule.name}` : `Silence for an hour: ${rule.name}`}>{rule.silencedUntil ? 'End the silence' : 'Silence for an hour'}</Button>
                  <Button size="compact-xs" variant="subtle" color="gray" onClick={() => onArchive(rule)} aria-label={`Remove ${rule.name}`}>Remove</Button>
                </div>
              </td>
              <td data-label="State"><State rule={rule} /></td>
              <td data-label="Tells">{[...new Set(rule.steps.flatMap(({ notify }) => notify))].join(', ') || 'nobody'}</td>
              <td data-label="Last fired (UTC)">{rule.lastFiredAt ? moment(rule.lastFiredAt) : 'never'}</td>
              <td data-label="Watched"><Switch aria-label={`Watch ${rule.name}`} checked={rule.enabled} onChange={(event) => void turn({ id: rule.id, enabled: event.currentTarget.checked }).then(after)} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function State({ rule }: { rule: Rule }) {
  if (!rule.enabled) return <span className="status">Off</span>;
  return (
    <>
      <span className={rule.firing ? 'status bad' : 'status good'}>{rule.firing ? 'Firing' : 'Calm'}</span>
      {rule.silencedUntil && <div className="quiet">silent until {moment(rule.silencedUntil)}{rule.silenceNote ? ` “${rule.silenceNote}”` : ''}</div>}
    </>
  );
}
