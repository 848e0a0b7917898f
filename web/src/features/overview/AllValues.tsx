import { Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ExportMenu } from '../../components/ExportMenu';
import { Answer, EmptyState } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { duration, exact, percent, rangeName, seconds } from '../../lib/format';
import { useView } from '../../lib/view';
import { valueName } from '../../lib/words';
import { type Row, saveRows, Top } from './top';

const most = 500;

const columns: readonly { key: 'persons' | 'sessions' | 'views' | 'bounceRate' | 'meanDuration'; label: string; show: (row: Row) => string; sort: (row: Row) => number }[] = [
  { key: 'persons', label: 'Visitors', show: (row) => exact(row.persons), sort: (row) => row.persons },
  { key: 'sessions', label: 'Sessions', show: (row) => exact(row.sessions), sort: (row) => row.sessions },
  { key: 'views', label: 'Views', show: (row) => exact(row.views), sort: (row) => row.views },
  { key: 'bounceRate', label: 'Bounce rate', show: (row) => percent(row.bounceRate), sort: (row) => row.bounceRate },
  { key: 'meanDuration', label: 'Duration', show: (row) => duration(seconds(row.meanDuration)), sort: (row) => seconds(row.meanDuration) },
];

/** Every value with every figure, to be searched, sorted and chosen from. */
export default function AllValues({ title, property, onClose }: { title: string; property: string; onClose: () => void }) {
  const { view, addFilter } = useView();
  const [search, setSearch] = useState('');
  const [by, sortBy] = useState<(typeof columns)[number]>(columns[0] as (typeof columns)[number]);
  const { data, error, fetching, retry } = useAnswer(Top, { input: { range: view.range, property, filters: view.filters, topK: most } });
  const name = (row: Row) => valueName(property, row.value);
  const rows = (data?.breakdown.rows ?? []).filter((row) => name(row).toLowerCase().includes(search.toLowerCase())).sort((one, other) => by.sort(other) - by.sort(one));
  return (
    <Modal opened onClose={onClose} title={title} size="xl" transitionProps={{ duration: 100 }} closeButtonProps={{ 'aria-label': 'Close' }}>
      <div className="controls spread">
        <TextInput size="sm" aria-label="Search the values" placeholder="Search" value={search} onChange={(event) => setSearch(event.currentTarget.value)} data-autofocus />
        <ExportMenu of={title} csv={() => saveRows(rows, property, `${title} ${rangeName(view.from, view.to)}`)} />
      </div>
      <Answer data={data} error={error} fetching={fetching} shape="rows" retry={retry}>
        {() =>
          rows.length === 0 ? (
            <EmptyState title="No value matches" />
          ) : (
            <table className="plain">
              <thead>
                <tr>
                  <th>{title}</th>
                  {columns.map((column) => (
                    <th key={column.key} className="number" aria-sort={by.key === column.key ? 'descending' : 'none'}>
                      <button type="button" className="sort" onClick={() => sortBy(column)}>
                        {column.label} {by.key === column.key ? '↓' : ''}
                      </button>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.value}>
                    <td data-label={title}>
                      <button
                        type="button"
                        className="link"
                        onClick={() => {
                          addFilter(property, row.value);
                          onClose();
                        }}
                      >
                        {name(row)}
                      </button>
                    </td>
                    {columns.map((column) => (
                      <td key={column.key} className="number" data-label={column.label}>
                        {column.show(row)}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Answer>
    </Modal>
  );
}
