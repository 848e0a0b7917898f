import { SegmentedControl, Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import { BarList } from '../../components/BarList';
import { Card } from '../../components/Card';
import { LineChart } from '../../components/chart/LineChart';
import { PeriodTable } from '../../components/chart/PeriodTable';
import { Answer } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import type { HistoryDimension, HistoryQuery } from '../../lib/gql/graphql';
import { valueName } from '../../lib/words';
import { formatName, History, points } from './imports';

const dimensions: Record<HistoryDimension, string> = {
  PAGE: 'Pages', ENTRY_PAGE: 'Entry pages', EXIT_PAGE: 'Exit pages', SOURCE: 'Sources', COUNTRY: 'Countries', DEVICE: 'Devices', BROWSER: 'Browsers', OPERATING_SYSTEM: 'Operating systems', ACTION: 'Actions',
};
const figures = { visitors: 'Visitors', views: 'Views' } as const;
const ever = { from: '2000-01-01T00:00:00Z', to: '2050-01-01T00:00:00Z' };

/** What another tool had counted before; nothing when none was imported. */
export function HistoryCard() {
  const [by, choose] = useState<HistoryDimension>('PAGE');
  const { data, error, fetching, retry } = useAnswer(History, { range: ever, by });
  if (!error && !data?.history.days.length) return null;
  return (
    <Card title={data ? `As ${data.history.tools.map(formatName).join(' and ')} counted` : 'What was counted before'} controls={
      <Select size="xs" w={180} aria-label="Values of" allowDeselect={false} value={by} onChange={(value) => choose((value ?? by) as HistoryDimension)} data={Object.entries(dimensions).map(([value, label]) => ({ value, label }))} />
    }>
      <Answer data={data?.history} error={error} fetching={fetching} shape="chart" retry={retry}>
        {({ days, rows }) => (
          <>
            <Days days={days} />
            <h3>{dimensions[by]}</h3>
            {rows.length === 0 ? (
              <p className="quiet flush">Such a table was not imported.</p>
            ) : (
              <BarList unit={by === 'ACTION' ? 'events' : 'visitors'} bars={rows.map(({ value, figures: of }) => ({ value, name: valueName(by.toLowerCase(), value), count: Number(of.visitors ?? of.events ?? 0) }))} />
            )}
            <p className="quiet flush">Figures of days, kept as they were told: they are in no other page’s numbers. Who came on two days is two visitors here.</p>
          </>
        )}
      </Answer>
    </Card>
  );
}

function Days({ days }: { days: HistoryQuery['history']['days'] }) {
  const [figure, show] = useState<keyof typeof figures>('visitors');
  const { lines, granularity } = useMemo(() => {
    const told = points(days, figure);
    return { lines: [{ label: figures[figure], points: told.points }], granularity: told.granularity };
  }, [days, figure]);
  return (
    <>
      <div className="controls start">
        <SegmentedControl size="xs" styles={{ control: { flex: '1 1 auto' } }} aria-label="Figure" value={figure} onChange={(value) => show(value as keyof typeof figures)} data={Object.entries(figures).map(([value, label]) => ({ value, label }))} />
      </div>
      <LineChart lines={lines} granularity={granularity} label={`${figures[figure]} as imported`} />
      <PeriodTable lines={lines} granularity={granularity} />
    </>
  );
}
