import { Button } from '@mantine/core';
import { duration, moment } from '../../lib/format';
import { changes, severities, severityStatus, type Told } from './alerts';

/** Alerts with what became of each, and who was told. */
export function ToldList({ alerts, onAcknowledge }: { alerts: readonly Told[]; onAcknowledge?: (alert: Told) => void }) {
  return (
    <table className="plain cards letters">
      <thead>
        <tr>
          <th>Fired (UTC)</th>
          <th>Severity</th>
          <th>Rule</th>
          <th>What happened</th>
        </tr>
      </thead>
      <tbody>
        {alerts.map((alert) => (
          <tr key={alert.id}>
            <td data-label="Fired (UTC)">{moment(alert.firedAt)}</td>
            <td data-label="Severity"><span className={alert.resolvedAt ? 'status' : severityStatus[alert.severity]}>{severities[alert.severity]}</span></td>
            <td data-label="Rule">{alert.name}</td>
            <td className="block">
              {alert.summary}
              {alert.resolvedAt && <span className="quiet"> Over after {duration((Date.parse(alert.resolvedAt) - Date.parse(alert.firedAt)) / 1_000)}. {alert.resolution}</span>}
              {alert.acknowledgedBy && <span className="quiet"> {alert.acknowledgedBy} looks after it.{alert.note ? ` “${alert.note}”` : ''}</span>}
              <Notifications of={alert} />
              {onAcknowledge && !alert.acknowledgedAt && (
                <div className="controls start after"><Button size="compact-xs" variant="light" onClick={() => onAcknowledge(alert)}>Acknowledge</Button></div>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Notifications({ of }: { of: Told }) {
  if (of.notifications.length === 0) return <div className="quiet">Nobody was told.</div>;
  return (
    <ul className="told">
      {of.notifications.map((told) => (
        <li key={told.id} className={told.problem ? 'down' : 'quiet'}>
          {told.channel} {told.deliveredAt ? `was told ${changes[told.kind]} at ${moment(told.deliveredAt)}` : told.problem ? `was not told ${changes[told.kind]}. ${told.problem} ${told.retryAt ? `Next try at ${moment(told.retryAt)}` : 'Given up'}` : `is being told ${changes[told.kind]}`}.
        </li>
      ))}
    </ul>
  );
}
