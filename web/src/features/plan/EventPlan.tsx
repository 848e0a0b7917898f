import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useMutation } from 'urql';
import { Card } from '../../components/Card';
import { Code } from '../../components/Code';
import { exact, moment } from '../../lib/format';
import type { PlanMode } from '../../lib/gql/graphql';
import { eventName } from '../../lib/words';
import { ChooseMode, type Planned, Retire, type Violation, modes, rows } from './plan';
import { PlanForm } from './PlanForm';

/** One event of the plan: its properties, what came that differs, its versions, and changing it. */
export function EventPlan({ planned, violations, admin, onChanged }: { planned: Planned; violations: readonly Violation[]; admin: boolean; onChanged: () => void }) {
  const [changing, change] = useState(false);
  const [choosing, choose] = useMutation(ChooseMode);
  const [retiring, retire] = useMutation(Retire);
  const failed = choosing.error ?? retiring.error;
  return (
    <Card title={eventName(planned.name)} controls={admin && (
      <>
        {!planned.retired && <Button variant="default" size="compact-sm" loading={retiring.fetching} onClick={() => void retire({ event: planned.name }).then(onChanged)}>Take out of the plan</Button>}
        <Button variant="light" size="compact-sm" onClick={() => change(true)}>{planned.retired ? 'Plan again' : 'New version'}</Button>
      </>
    )}>
      <div className="stack">
        {!planned.retired && (
          <div>
            {admin && (
              <SegmentedControl size="sm" aria-label="What happens to events that differ" disabled={choosing.fetching} value={planned.mode} data={Object.entries(modes).map(([value, { label }]) => ({ value, label }))}
                onChange={(mode) => void choose({ event: planned.name, mode: mode as PlanMode }).then(onChanged)} />
            )}
            <p className="quiet" style={{ margin: '4px 0 0' }}>{modes[planned.mode].says}</p>
          </div>
        )}
        <div role="alert">{failed && <span className="status bad" style={{ whiteSpace: 'normal' }}>{failed.message.replace(/^\[\w+\] /, '')}</span>}</div>
        <Properties planned={planned} violations={violations} />
        <details className="more">
          <summary>As JSON Schema</summary>
          <Code label={`JSON Schema of ${planned.name}`} text={JSON.stringify(planned.schema, null, 2)} />
        </details>
        <Versions planned={planned} />
      </div>
      {changing && (
        <PlanForm planned={planned} onClose={() => change(false)} onSaved={() => {
          change(false);
          onChanged();
        }} />
      )}
    </Card>
  );
}

function Properties({ planned, violations }: { planned: Planned; violations: readonly Violation[] }) {
  const lines = rows(planned.schema);
  const known = new Set(lines.map((line) => line.path.replaceAll('[]', '')));
  const count = (path: string) => violations.filter((violation) => violation.property === path.replaceAll('[]', '')).reduce((sum, violation) => sum + violation.count, 0);
  const others = violations.filter((violation) => !known.has(violation.property));
  return (
    <table className="plain cards" aria-label="Properties">
      <thead>
        <tr>
          <th>Property</th>
          <th>Type</th>
          <th>Rules</th>
          <th className="number">Violations, 7 days</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.path}>
            <td data-label="Property"><span>{line.path}{line.required && <span className="quiet"> required</span>}</span></td>
            <td data-label="Type">{line.types}</td>
            <td data-label="Rules">{line.rules || '–'}</td>
            <td data-label="Violations, 7 days" className={count(line.path) > 0 ? 'number down' : 'number'}>{exact(count(line.path))}</td>
          </tr>
        ))}
        {others.map((violation) => (
          <tr key={`${violation.property}\n${violation.expected}`}>
            <td data-label="Property">{violation.property || 'all of them'}</td>
            <td data-label="Type">–</td>
            <td data-label="Rules">{violation.expected}</td>
            <td data-label="Violations, 7 days" className="number down">{exact(violation.count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Versions({ planned }: { planned: Planned }) {
  return (
    <table className="plain cards" aria-label="Versions">
      <thead>
        <tr>
          <th>Version</th>
          <th>Defined (UTC)</th>
          <th>By</th>
          <th>Against the one before</th>
        </tr>
      </thead>
      <tbody>
        {planned.versions.map((version) => (
          <tr key={version.version}>
            <td data-label="Version">{version.version}</td>
            <td data-label="Defined (UTC)">{moment(version.at)}</td>
            <td data-label="By">{version.by}</td>
            <td className={version.breaks.length > 0 ? 'block' : undefined} data-label="Against the one before">
              {version.version === 1 ? 'the first' : version.breaks.length === 0 ? <span className="status good">compatible</span> : <><span className="status warned">breaking</span> {version.breaks.join(' ')}</>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
