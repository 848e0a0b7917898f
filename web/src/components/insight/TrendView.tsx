import { lazy, Suspense, useMemo, useRef } from 'react';
import { useAnswer } from '../../lib/answer';
import { csv } from '../../lib/csv';
import { downloadCsv } from '../../lib/download';
import { rangeName } from '../../lib/format';
import { graphql } from '../../lib/gql';
import type { TrendAnswerQuery, TrendInput } from '../../lib/gql/graphql';
import type { ChartHandle } from '../chart/LineChart';
import { colourOf } from '../chart/palette';
import type { Line } from '../chart/parts';
import { ExportMenu } from '../ExportMenu';
import { Answer, Skeletons } from '../States';

const LineChart = lazy(() => import('../chart/LineChart'));
const PeriodTable = lazy(() => import('../chart/PeriodTable').then(({ PeriodTable: component }) => ({ default: component })));

const TrendAnswer = graphql(`
  query TrendAnswer($input: TrendInput!) {
    trend(input: $input) {
      series {
        key
        label
        breakdown
        total
        points { start value complete }
        previous { start value complete }
      }
    }
  }
`);

export type TrendLine = TrendAnswerQuery['trend']['series'][number];

/** A trend that is asked for, and what can be taken away from it. */
export function useTrend(input: TrendInput, fresh: boolean) {
  const question = useAnswer(TrendAnswer, { input }, { fresh });
  const chart = useRef<ChartHandle>(null);
  const series = question.data?.trend.series;
  const subtitle = `${rangeName(input.range.from, input.range.to)}, UTC`;
  const menu = (title: string, name: (line: TrendLine) => string = () => title) => (
    <ExportMenu
      of={title}
      csv={
        series &&
        (() => {
          const columns = series.flatMap((line) => [{ head: name(line), points: line.points }, ...(line.previous ? [{ head: `${name(line)}, before`, points: line.previous }] : [])]);
          downloadCsv(csv(['Start (UTC)', ...columns.map(({ head }) => head)], (series[0]?.points ?? []).map((point, row) => [point.start, ...columns.map(({ points }) => points[row]?.value)])), `${title} ${subtitle}`);
        })
      }
      png={
        series &&
        (() => {
          const canvas = chart.current?.canvas();
          if (canvas) void import('../chart/png').then(({ downloadPng }) => downloadPng(canvas, title, subtitle, series.map((line, index) => ({ label: name(line), colour: colourOf(index) }))));
        })
      }
    />
  );
  return { ...question, series, chart, menu, granularity: input.granularity };
}

/** A trend as lines, and as a table for those who read. */
export function TrendView({ trend, label, name }: { trend: ReturnType<typeof useTrend>; label: string; name: (line: TrendLine) => string }) {
  const { series, granularity, chart } = trend;
  const lines = useMemo<Line[]>(() => (series ?? []).map((line) => ({ label: name(line), points: line.points, previous: line.previous })), [series, name]);
  return (
    <Answer data={series} error={trend.error} fetching={trend.fetching} shape="chart" retry={trend.retry}>
      {() => (
        <>
          <Suspense fallback={<Skeletons shape="chart" />}>
            <LineChart lines={lines} granularity={granularity} label={label} handle={chart} />
          </Suspense>
          <Suspense fallback={null}>
            <PeriodTable lines={lines} granularity={granularity} />
          </Suspense>
        </>
      )}
    </Answer>
  );
}
