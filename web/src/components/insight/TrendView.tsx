import { useMemo, useRef } from 'react';
import { useAnswer } from '../../lib/answer';
import { csv } from '../../lib/csv';
import { downloadCsv } from '../../lib/download';
import { rangeName } from '../../lib/format';
import { graphql } from '../../lib/gql';
import type { TrendAnswerQuery, TrendInput } from '../../lib/gql/graphql';
import { type ChartHandle, LineChart } from '../chart/LineChart';
import { colourOf } from '../chart/palette';
import { PeriodTable } from '../chart/PeriodTable';
import type { Line } from '../chart/parts';
import { ExportMenu } from '../ExportMenu';
import { Answer } from '../States';
import { AsGraphQL, useGraphQL } from './AsGraphQL';

export const TrendAnswer = graphql(`
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
export function useTrend(input: TrendInput, { fresh, pause = false }: { fresh: boolean; pause?: boolean }) {
  const question = useAnswer(TrendAnswer, { input }, { fresh, pause });
  const chart = useRef<ChartHandle>(null);
  const { open, window: query } = useGraphQL();
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
    >
      <AsGraphQL document={TrendAnswer} variables={{ input }} onOpen={open} keep={{ kind: 'TREND', question: input, title: series?.[0] ? name(series[0]) : title }} />
    </ExportMenu>
  );
  return { ...question, series, chart, menu, query, granularity: input.granularity };
}

/** A trend as lines, and as a table for those who read. */
export function TrendView({ trend, label, name, onPick }: { trend: ReturnType<typeof useTrend>; label: string; name: (line: TrendLine) => string; onPick?: (line: number, period: number) => void }) {
  const { series, granularity, chart } = trend;
  const lines = useMemo<Line[]>(() => (series ?? []).map((line) => ({ label: name(line), points: line.points, previous: line.previous, others: line.breakdown.includes('(other)') })), [series, name]);
  return (
    <Answer data={series} error={trend.error} fetching={trend.fetching} shape="chart" retry={trend.retry}>
      {() => (
        <>
          {trend.query}
          <LineChart lines={lines} granularity={granularity} label={label} handle={chart} />
          <PeriodTable lines={lines} granularity={granularity} onPick={onPick} />
        </>
      )}
    </Answer>
  );
}
