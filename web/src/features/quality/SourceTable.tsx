import { exact, moment } from '../../lib/format';
import { type Quality, ago } from './quality';

/** What came of each source, and how long ago the last of it. */
export function SourceTable({ sources, at }: { sources: Quality['sources']; at: string }) {
  const now = Date.parse(at);
  return (
    <table className="plain cards">
      <thead>
        <tr>
          <th>Source</th>
          <th className="number">Stored</th>
          <th className="number">Duplicates</th>
          <th className="number">Refused</th>
          <th className="number">Late</th>
          <th className="number">Violations</th>
          <th className="number">Last event</th>
        </tr>
      </thead>
      <tbody>
        {sources.map((source) => (
          <tr key={source.source}>
            <td data-label="Source">{source.source || 'not known'}</td>
            <td data-label="Stored" className="number">{exact(source.accepted)}</td>
            <td data-label="Duplicates" className="number">{exact(source.duplicates)}</td>
            <td data-label="Refused" className={source.dropped > 0 ? 'number down' : 'number'}>{exact(source.dropped)}</td>
            <td data-label="Late" className="number">{exact(source.late)}</td>
            <td data-label="Violations" className={source.violations > 0 ? 'number down' : 'number'}>{exact(source.violations)}</td>
            <td data-label="Last event" className="number" title={source.lastReceivedAt ? `${moment(source.lastReceivedAt)} UTC` : undefined}>
              {source.lastReceivedAt ? ago(source.lastReceivedAt, now) : 'none yet'}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
