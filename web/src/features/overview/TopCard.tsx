import { Button, SegmentedControl } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { BarList } from '../../components/BarList';
import { Card } from '../../components/Card';
import { ExportMenu } from '../../components/ExportMenu';
import { Answer, EmptyState } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { counted, duration, percent, rangeName, seconds } from '../../lib/format';
import { useChoice, useView } from '../../lib/view';
import { propertyName, valueName } from '../../lib/words';
import { propertiesOf, type Tab, topOf } from './questions';
import { saveRows, Top } from './top';

const AllValues = lazy(() => import('./AllValues'));

/** The top values of one of several properties; a click filters everything to the value. */
export function TopCard({ title, name, tabs }: { title: string; name: string; tabs: readonly [Tab, ...Tab[]] }) {
  const { view, addFilter } = useView();
  const [property, setProperty] = useChoice(name, propertiesOf(tabs));
  const [all, showAll] = useState(false);
  const { data, error, fetching, retry } = useAnswer(Top, topOf(view, property), { fresh: view.running });
  const rows = data?.breakdown.rows;
  const whole = data && data.breakdown.rows.reduce((sum, row) => sum + row.persons, data.breakdown.other?.persons ?? 0);
  return (
    <Card
      title={title}
      controls={
        <>
          <SegmentedControl size="xs" aria-label={`${title} by`} value={property} onChange={setProperty} data={tabs.map((tab) => ({ value: tab.property, label: tab.label }))} />
          <ExportMenu of={title} csv={rows && (() => saveRows(rows, property, `${propertyName(property)} ${rangeName(view.from, view.to)}`))} />
        </>
      }
    >
      <Answer data={data?.breakdown} error={error} fetching={fetching} shape="bars" retry={retry}>
        {(breakdown) =>
          breakdown.rows.length === 0 ? (
            <EmptyState title={`No ${propertyName(property).toLowerCase()} is known in this range`}>
              <p>Events that carry one will appear here.</p>
            </EmptyState>
          ) : (
            <div className="bars-with-more">
              <BarList
                unit="visitors"
                {...(whole === undefined ? {} : { whole })}
                onChoose={(value) => addFilter(property, value)}
                bars={breakdown.rows.map((row) => ({
                  value: row.value,
                  name: valueName(property, row.value),
                  count: row.persons,
                  detail: `${counted(row.sessions, 'session')}, ${counted(row.views, 'view')}, bounce rate ${percent(row.bounceRate)}, ${duration(seconds(row.meanDuration))} on average. Click to show only this.`,
                }))}
              />
              <Button className="all" variant="subtle" color="gray" size="compact-sm" onClick={() => showAll(true)}>
                {breakdown.other ? 'All values' : 'Details'}
              </Button>
            </div>
          )
        }
      </Answer>
      {all && (
        <Suspense fallback={null}>
          <AllValues title={propertyName(property)} property={property} onClose={() => showAll(false)} />
        </Suspense>
      )}
    </Card>
  );
}
