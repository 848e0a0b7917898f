import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { Card } from '../../components/Card';
import { GranularityPicker } from '../../components/insight/GranularityPicker';
import { Help } from '../../components/insight/Help';
import { PropertySelect } from '../../components/insight/PropertySelect';
import { type TrendLine, TrendView, useTrend } from '../../components/insight/TrendView';
import { type Deed, WhoDid } from '../../components/insight/WhoDid';
import { Page } from '../../components/Page';
import { EmptyState } from '../../components/States';
import { periodName } from '../../lib/format';
import type { SeriesInput, TrendInput } from '../../lib/gql/graphql';
import { aggregates, readSeries, seriesProblem, writeSeries } from '../../lib/series';
import { changed, useView } from '../../lib/view';
import { eventName, propertyName, valueName } from '../../lib/words';
import { SeriesEditor } from './SeriesEditor';
import { Totals } from './Totals';
import { TrendSince } from './TrendSince';

const first: SeriesInput = { match: { name: 'page_viewed', filters: [] }, aggregate: 'UNIQUE_PERSONS', property: null };
const mostSeries = 8;
const meaning =
  'Each point is computed of the events of its period alone. Persons and sessions are counted once in a period and once over the whole range, so their total is not the sum of the points. The running period is dashed; the time before is the grey line.';
const letter = (index: number): string => String.fromCharCode(65 + index);

const describe = ({ match, aggregate, property }: SeriesInput): string => `${eventName(match.name)}, ${aggregates[aggregate ?? 'TOTAL'].toLowerCase()}${property ? ` ${property}` : ''}`;

/** How numbers go over time: any events, any aggregate, split by any property. */
export default function TrendsPage() {
  const { view } = useView();
  const [params, setParams] = useSearchParams();
  const asked = params.getAll('s').flatMap((text) => readSeries(text) ?? []);
  const series = asked.length > 0 ? asked : [first];
  const split = params.get('split');
  const change = (next: readonly SeriesInput[]) => void setParams((before) => changed(before, { s: next.map(writeSeries) }));
  const problem = series.map(seriesProblem).find(Boolean) ?? null;
  const input: TrendInput = {
    range: view.range,
    granularity: view.granularity,
    series: series.map((line, index) => ({ ...line, key: letter(index) })),
    filters: view.filters,
    segmentId: view.segmentId,
    breakdowns: split ? [split] : [],
    topK: mostSeries - 1,
    comparePrevious: view.compare && series.length === 1 && !split,
    asOf: view.asOf,
  };
  const trend = useTrend(input, { fresh: view.running && !view.asOf, pause: problem !== null });
  const name = useNames(JSON.stringify(series), split);
  const [deed, show] = useState<Deed | null>(null);
  // Who stands behind a line: in one of its periods, or in the whole range.
  const who = (place: number, period?: number) => {
    const line = trend.series?.[place];
    const own = line && series[line.key.charCodeAt(0) - 65];
    if (!own) return;
    const [start, next] = period === undefined ? [undefined, undefined] : [line.points[period]?.start, line.points[period + 1]?.start];
    const value = line.breakdown[0];
    show({
      title: `${name(line)}${start ? `: ${periodName(start, view.granularity)}` : ''}`,
      range: { from: start && start > view.from ? start : view.from, to: next ?? view.to },
      match: [own.match],
      filters: split && value !== undefined ? [...view.filters, value === '(none)' ? { property: split, operator: 'IS_NOT_SET', values: [] } : { property: split, operator: 'EQUALS', values: [value] }] : view.filters,
      segmentId: view.segmentId,
      asOf: view.asOf,
    });
  };
  return (
    <Page title="Trends" about="How numbers go over time.">
      <Card title="Question">
        <div className="stack tight">
          {series.map((line, index) => (
            <SeriesEditor key={index} mark={letter(index)} series={line} range={view.range} onChange={(next) => change(series.map((known, place) => (place === index ? next : known)))} onRemove={series.length > 1 ? () => change(series.filter((_, place) => place !== index)) : undefined} />
          ))}
          <div className="controls start">
            <Button variant="default" size="sm" leftSection={<IconPlus size={14} aria-hidden />} disabled={series.length >= mostSeries} onClick={() => change([...series, first])}>
              Add a series
            </Button>
            <PropertySelect label="Split by" placeholder="Split by a property" value={split} onChange={(property) => void setParams((before) => changed(before, { split: property }))} />
          </div>
        </div>
      </Card>
      <Card title={series.length === 1 && series[0] ? `${describe(series[0])}${split ? ` by ${propertyName(split)}` : ''}` : 'Series'} controls={
          <>
            <Help of="a trend">{meaning}</Help>
            <GranularityPicker />
            {trend.menu('Trends', name)}
          </>
        }>
        {problem ? (
          <EmptyState title={problem} />
        ) : trend.series?.length === 0 ? (
          <EmptyState title="No events match">
            <p>Choose a longer range, or remove a condition.</p>
          </EmptyState>
        ) : (
          <TrendView trend={trend} label="Trends" name={name} onPick={who} />
        )}
      </Card>
      {!problem && trend.series && trend.series.length > 0 && <Totals lines={trend.series} name={name} split={split} onWho={(place) => who(place)} />}
      {!problem && view.asOf && trend.series && <TrendSince key={JSON.stringify(input)} input={input} asOf={view.asOf} lines={trend.series} name={name} />}
      {deed && <WhoDid deed={deed} onClose={() => show(null)} />}
    </Page>
  );
}

/** What the lines are called: by their event, or by their value where a single series is split. */
function useNames(written: string, split: string | null): (line: Pick<TrendLine, 'key' | 'label' | 'breakdown'>) => string {
  return useMemo(() => {
    const lines = JSON.parse(written) as SeriesInput[];
    return (line) => {
      const own = lines[line.key.charCodeAt(0) - 65];
      const about = own ? describe(own) : line.label;
      const value = line.breakdown[0];
      if (value === undefined || !split) return about;
      return lines.length > 1 ? `${about}: ${valueName(split, value)}` : valueName(split, value);
    };
  }, [written, split]);
}
