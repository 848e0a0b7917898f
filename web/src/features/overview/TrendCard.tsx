import { SegmentedControl, Select } from '@mantine/core';
import { useCallback } from 'react';
import { TrendView, useTrend } from '../../components/insight/TrendView';
import { Card } from '../../components/Card';
import type { Granularity, TrendInput } from '../../lib/gql/graphql';
import { granularitiesOf, useChoice, useView } from '../../lib/view';

const measures = {
  Visitors: { aggregate: 'UNIQUE_PERSONS', name: '*' },
  Sessions: { aggregate: 'UNIQUE_SESSIONS', name: '*' },
  Views: { aggregate: 'TOTAL', name: 'page_viewed' },
} as const;

/** The course of one figure, in periods of one's choice. */
export function TrendCard() {
  const { view } = useView();
  const [measure, setMeasure] = useChoice('figure', ['Visitors', 'Sessions', 'Views']);
  const { aggregate, name: event } = measures[measure];
  const input: TrendInput = {
    range: view.range,
    granularity: view.granularity,
    series: [{ match: { name: event }, aggregate }],
    filters: view.filters,
    comparePrevious: view.compare,
  };
  const name = useCallback(() => measure, [measure]);
  const trend = useTrend(input, view.running);
  return (
    <Card
      title={`${measure} over time`}
      controls={
        <>
          <SegmentedControl size="xs" data={Object.keys(measures)} value={measure} onChange={(value) => setMeasure(value as keyof typeof measures)} aria-label="Figure of the chart" />
          <GranularityPicker />
          {trend.menu(`${measure} over time`)}
        </>
      }
    >
      <TrendView trend={trend} label={measure} name={name} />
    </Card>
  );
}

const words: Record<Granularity, string> = { MINUTE: 'by minute', HOUR: 'by hour', DAY: 'by day', WEEK: 'by week', MONTH: 'by month' };

function GranularityPicker() {
  const { view, set } = useView();
  const possible = granularitiesOf(Date.parse(view.from), Date.parse(view.to));
  return (
    <Select
      size="xs"
      w={104}
      aria-label="Length of a period"
      allowDeselect={false}
      value={view.granularity}
      data={possible.map((value) => ({ value, label: words[value] }))}
      onChange={(value) => set({ by: value === possible[0] ? null : value })}
    />
  );
}
