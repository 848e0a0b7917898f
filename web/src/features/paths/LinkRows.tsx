import { AsTable } from '../../components/chart/AsTable';
import { exact } from '../../lib/format';
import type { Link } from './sankey';

/** The links for those who read rather than look. */
export function LinkRows({ links, name }: { links: readonly Link[]; name: (node: string) => string }) {
  return (
    <AsTable
      head={
        <>
          <th className="number">Step</th>
          <th>From</th>
          <th>To</th>
          <th className="number">Count</th>
        </>
      }
    >
      {links.map(({ step, source, target, count }) => (
        <tr key={`${step} ${source}→${target}`}>
          <td className="number">{step}</td>
          <td>{name(source)}</td>
          <td>{name(target)}</td>
          <td className="number">{exact(count)}</td>
        </tr>
      ))}
    </AsTable>
  );
}
