import { Code } from '../../components/Code';
import { counted } from '../../lib/format';
import type { RebuildsQuery } from '../../lib/gql/graphql';

type Table = NonNullable<RebuildsQuery['rebuilds'][number]['comparison']>[number];

/** Where two editions of a read model differ, with some of the rows. */
export function Differences({ total, tables }: { total: number; tables: readonly Table[] }) {
  return (
    <details className="more">
      <summary>{counted(total, 'row differs', 'rows differ')} from before</summary>
      {tables.map(({ projection, table, differences, samples }) => (
        <div key={`${projection}.${table}`}>
          <p className="strong">
            {projection}, table {table}: {counted(differences, 'row')}
          </p>
          {samples.map(({ tenant, key, running, rebuilt }) => (
            <Code key={`${tenant} ${key}`} label={`Row ${key}`} text={`before: ${running ?? 'no such row'}\nnow:    ${rebuilt ?? 'no such row'}`} />
          ))}
        </div>
      ))}
    </details>
  );
}
