import { Select, Switch } from '@mantine/core';
import { useRef } from 'react';
import { Link, useSearchParams } from 'react-router';
import { AsTable } from '../../components/chart/AsTable';
import { BandChart } from '../../components/chart/BandChart';
import { Card } from '../../components/Card';
import { ExportMenu } from '../../components/ExportMenu';
import { AsGraphQL, useGraphQL } from '../../components/insight/AsGraphQL';
import { Help } from '../../components/insight/Help';
import { Nothing } from '../../components/Nothing';
import { Page } from '../../components/Page';
import { Answer } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { csv } from '../../lib/csv';
import { downloadCsv } from '../../lib/download';
import { moment, percent, periodName, precise, rangeName } from '../../lib/format';
import type { MetricsQuery } from '../../lib/gql/graphql';
import { sharedSearch } from '../../lib/places';
import { changed, useChoice, useView } from '../../lib/view';
import { anomalyKinds, propertyName, valueName } from '../../lib/words';
import { bucketNames, bucketsOf, inUnit, Metrics, Series } from './metrics';
import { SplitLines } from './SplitLines';
import { useSeries } from './useSeries';

type Known = MetricsQuery['metrics'][number];

const meaning =
  'The shaded band is what was to be expected of each bucket by what was known before it: the usual of the half hour of the week, times the level of the last hour. Dots mark anomalies. The dashed line is the forecast with its 95 % interval. A late event changes its own bucket and no other.';

/** One metric over time: what was expected, what was not, and how it goes on. */
export default function MetricsPage() {
  const { data, error, fetching, retry } = useAnswer(Metrics, {});
  return (
    <Page title="Metrics" about="How a metric goes: what was to be expected, what was not, and what is to come.">
      <Answer data={data?.metrics} error={error} fetching={fetching} shape="page" retry={retry}>
        {(all) => <OneMetric all={all} />}
      </Answer>
    </Page>
  );
}

function OneMetric({ all }: { all: readonly Known[] }) {
  const { view } = useView();
  const [params, setParams] = useSearchParams();
  const set = (changes: Record<string, string | null>) => void setParams((before) => changed(before, changes));
  const metric = all.find(({ name }) => name === params.get('metric')) ?? all[0];
  const possible = bucketsOf(view.from, view.to).filter((bucket) => metric?.name !== 'drops' || bucket !== 'MINUTE');
  const [bucket, setBucket] = useChoice('bucket', [possible[0] ?? 'DAY', ...possible.slice(1)]);
  const [ahead, setAhead] = useChoice('forecast', ['on', 'off']);
  const dimension = metric?.dimensions.find((known) => known === params.get('dimension')) ?? null;
  const value = dimension ? params.get('value') : null;
  const drawing = useRef<SVGSVGElement>(null);
  const { open, window: query } = useGraphQL();
  const asked = { metric: metric?.name ?? 'events', watched: metric?.watched ?? false, range: view.range, bucket, dimension, value, forecast: ahead === 'on', fresh: view.running };
  const series = useSeries(asked);
  if (!metric) return null;
  const show = (number: number) => inUnit(number, metric.unit);
  const title = `${metric.label}${dimension && value !== null ? `: ${valueName(dimension, value)}` : ''}`;
  const picture = async () => {
    const [{ canvasOf }, { downloadPng }] = await Promise.all([import('../../components/chart/picture'), import('../../components/chart/png')]);
    if (drawing.current) downloadPng(await canvasOf(drawing.current), title, `${rangeName(view.from, view.to)}, UTC`, []);
  };
  const table = series.single ? series.points : [];
  return (
    <div className="stack">
      <Card title="Question">
        <div className="controls start">
          <Select size="sm" w={240} label="Metric" allowDeselect={false} value={metric.name} data={all.map(({ name, label }) => ({ value: name, label }))} onChange={(name) => set({ metric: name, dimension: null, value: null })} />
          <Select size="sm" w={180} label="By" placeholder="In total" clearable value={dimension} data={metric.dimensions.map((known) => ({ value: known, label: propertyName(known) }))} onChange={(chosen) => set({ dimension: chosen, value: null })} />
          {dimension && <ValueSelect dimension={dimension} value={value} asked={asked} onChange={(chosen) => set({ value: chosen })} />}
          <Select size="sm" w={120} label="Buckets" allowDeselect={false} value={bucket} data={possible.map((known) => ({ value: known, label: bucketNames[known] }))} onChange={(chosen) => chosen && setBucket(chosen as typeof bucket)} />
        </div>
        <p className="quiet flush after">{metric.description}</p>
      </Card>
      <Card
        title={title}
        controls={
          <>
            <Help of={title}>{meaning}</Help>
            {series.single && <Switch size="sm" label="Forecast" checked={ahead === 'on'} onChange={(event) => setAhead(event.currentTarget.checked ? 'on' : 'off')} />}
            <ExportMenu
              of={title}
              csv={series.raw && (() => downloadCsv(csv(['Start (UTC)', ...(dimension ? [propertyName(dimension)] : []), metric.label], (series.raw ?? []).map((point) => [point.start, ...(dimension ? [String((point.dimensions as Record<string, string>)[dimension])] : []), point.value])), `${title} ${rangeName(view.from, view.to)}`))}
              png={series.single && series.raw ? () => void picture() : undefined}
            >
              <AsGraphQL document={Series} variables={{ metric: metric.name, range: view.range, bucket, dimensions: dimension ? [{ dimension, values: value === null ? [] : [value] }] : null }} onOpen={open} />
            </ExportMenu>
          </>
        }
      >
        {query}
        <Answer data={series.raw} error={series.error} fetching={series.fetching} shape="chart" retry={series.retry}>
          {(raw) =>
            raw.every((point) => point.value === 0) ? (
              <Nothing />
            ) : series.single ? (
              <>
                <BandChart points={series.points} granularity={bucket} label={title} format={show} drawing={drawing} />
                {series.bandMissing && <p className="stale">The expected band could not be had: {series.bandMissing.message.replace(/^\[\w+\] /, '')}</p>}
                {ahead === 'on' && <BackTest ahead={series.ahead} />}
                <AsTable head={<><th>Start (UTC)</th><th className="number">Value</th><th className="number">Expected</th><th className="number">From</th><th className="number">To</th></>}>
                  {table.map((point) => (
                    <tr key={point.start}>
                      <td>{periodName(point.start, bucket)}{point.forecast ? ' (forecast)' : point.complete === false ? ' (not over yet)' : ''}{point.mark ? ` · ${point.mark}` : ''}</td>
                      {[point.value, point.expected, point.lower, point.upper].map((number, column) => <td key={column} className="number">{number === undefined ? '—' : show(number)}</td>)}
                    </tr>
                  ))}
                </AsTable>
              </>
            ) : (
              <SplitLines points={raw} dimension={dimension ?? ''} bucket={bucket} label={title} onPick={(chosen) => set({ value: chosen })} />
            )
          }
        </Answer>
      </Card>
      {metric.watched && series.single && (
        <Card title="Anomalies in this range">
          {series.found.length === 0 ? (
            <p className="quiet flush">None of this series.</p>
          ) : (
            <ul className="found">
              {series.found.map((one) => (
                <li key={one.id}>
                  <span className={one.status === 'OPEN' ? 'status bad' : 'status'}>{anomalyKinds[one.kind]}</span>
                  <span className="quiet">{moment(one.startedAt)}</span>
                  <span>{one.explanation}</span>
                </li>
              ))}
            </ul>
          )}
          <p className="quiet flush after">
            <Link to={{ pathname: '/anomalies', search: sharedSearch(params) }}>All anomalies</Link>
          </p>
        </Card>
      )}
    </div>
  );
}

function ValueSelect({ dimension, value, asked, onChange }: { dimension: string; value: string | null; asked: Parameters<typeof useSeries>[0]; onChange: (value: string | null) => void }) {
  const { data } = useAnswer(Series, { metric: asked.metric, range: asked.range, bucket: 'DAY', dimensions: [{ dimension, values: [] }] });
  const values = new Set((data?.metricSeries.points ?? []).map((point) => String((point.dimensions as Record<string, string>)[dimension])));
  if (value !== null) values.add(value);
  return <Select size="sm" w={200} label="Value" placeholder="Each of the greatest" clearable searchable value={value} data={[...values].map((known) => ({ value: known, label: valueName(dimension, known) }))} onChange={onChange} />;
}

function BackTest({ ahead }: { ahead: ReturnType<typeof useSeries>['ahead'] }) {
  if (ahead.error) return <p className="quiet flush after">No forecast: {ahead.error.message.replace(/^\[\w+\] /, '')}</p>;
  const told = ahead.data?.forecast;
  if (!told) return null;
  return (
    <p className="quiet flush after">
      Forecast by {told.model}. On the last part of what is known, which the models had not seen: {percent(told.backtest.smape)} mean error (sMAPE), {precise(told.backtest.mase)} of the error of repeating the last season (MASE), {percent(told.backtest.coverage)} within the 95 % interval.
    </p>
  );
}
