import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { BarList } from '../../components/BarList';
import { Answer, EmptyState } from '../../components/States';
import { duration, exact, percent, seconds } from '../../lib/format';
import { graphql } from '../../lib/gql';
import { useView } from '../../lib/view';

const Top = graphql(`
  query Top($input: BreakdownInput!) {
    breakdown(input: $input) {
      rows { value persons sessions views bounceRate meanDuration }
      other { persons }
    }
  }
`);

/** The top values of one of several properties; a click filters everything to the value. */
export function TopTable({ title, tabs }: { title: string; tabs: { label: string; property: string }[] }) {
  const { view, addFilter } = useView();
  const [property, setProperty] = useState(tabs[0]?.property ?? 'page');
  const [{ data, error, fetching }, again] = useQuery({
    query: Top,
    variables: { input: { range: { from: view.from, to: view.to }, property, filters: view.filters, topK: 8 } },
  });
  return (
    <section className="card" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <SegmentedControl size="xs" aria-label={`${title} by`} value={property} onChange={setProperty} data={tabs.map((tab) => ({ value: tab.property, label: tab.label }))} />
      </header>
      <Answer data={data?.breakdown} error={error} fetching={fetching} rows={8} retry={() => again({ requestPolicy: 'network-only' })}>
        {(breakdown) =>
          breakdown.rows.length === 0 ? (
            <EmptyState title="Nothing known in this range">Events that carry it will appear here.</EmptyState>
          ) : (
            <>
              <BarList
                unit="visitors"
                onChoose={(value) => addFilter(property, value)}
                bars={breakdown.rows.map((row) => ({
                  value: row.value,
                  count: row.persons,
                  detail: `${exact(row.sessions)} sessions, ${exact(row.views)} views, bounce rate ${percent(row.bounceRate)}, ${duration(seconds(row.meanDuration))} on average. Click to show only this.`,
                }))}
              />
              {breakdown.other && <p className="quiet" style={{ margin: '8px 8px 0' }}>{exact(breakdown.other.persons)} visitors with other values</p>}
            </>
          )
        }
      </Answer>
    </section>
  );
}
