import type { ReactNode } from 'react';

/** The figures of a chart for those who read rather than look: the head's and the body's rows. */
export function AsTable({ head, children }: { head: ReactNode; children: ReactNode }) {
  return (
    <details className="more">
      <summary>Show as a table</summary>
      <div className="scroll" tabIndex={0} role="region" aria-label="Figures of the chart">
        <table className="plain">
          <thead>
            <tr>{head}</tr>
          </thead>
          <tbody>{children}</tbody>
        </table>
      </div>
    </details>
  );
}
