import { SegmentedControl } from '@mantine/core';
import { useCallback } from 'react';
import { GranularityPicker } from '../../components/insight/GranularityPicker';
import { TrendView, useTrend } from '../../components/insight/TrendView';
import { Card } from '../../components/Card';
import { useChoice, useView } from '../../lib/view';
import { figure, type Measure, trendOf } from './questions';

/** The course of one figure, in periods of one's choice. */
export function TrendCard() {
  const { view } = useView();
  const [measure, setMeasure] = useChoice<Measure>(figure.name, figure.options);
  const name = useCallback(() => measure, [measure]);
  const trend = useTrend(trendOf(view, measure), { fresh: view.running });
  return (
    <Card
      title={`${measure} over time`}
      controls={
        <>
          <SegmentedControl size="xs" data={[...figure.options]} value={measure} onChange={(value) => setMeasure(value as Measure)} aria-label="Figure of the chart" />
          <GranularityPicker />
          {trend.menu(`${measure} over time`)}
        </>
      }
    >
      <TrendView trend={trend} label={measure} name={name} />
    </Card>
  );
}
