import { useState } from 'react';
import { Since } from '../../components/insight/Since';
import type { TrendLine } from '../../components/insight/TrendView';
import { Answer } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { precise } from '../../lib/format';
import { graphql } from '../../lib/gql';
import type { TrendInput } from '../../lib/gql/graphql';
import { moved } from './moved';

const TrendChanged = graphql(`
  query TrendChanged($input: TrendInput!, $range: TimeRange!, $match: [EventMatch!]!, $filters: [PropertyFilter!], $from: DateTime!, $to: DateTime!) {
    trend(input: $input) { series { key label breakdown total } }
    corrections(range: $range, match: $match, filters: $filters, knownFrom: $from, knownTo: $to) {
      lateEvents newEvents joins unlinks
      events(first: 20) { nodes { id name occurredAt visitorId properties } }
    }
  }
`);

/** What moved a trend since the moment that it is shown as of. */
export function TrendSince({ input, asOf, lines, name }: { input: TrendInput; asOf: string; lines: readonly TrendLine[]; name: (line: Pick<TrendLine, 'key' | 'label' | 'breakdown'>) => string }) {
  const [to] = useState(() => new Date().toISOString());
  const { data, error, fetching, retry } = useAnswer(TrendChanged, {
    input: { ...input, comparePrevious: false, asOf: to }, range: input.range, match: input.series.map(({ match }) => match), filters: input.filters ?? null, from: asOf, to,
  });
  const sentences = data ? moved(lines, data.trend.series).map(({ line, before, after }) => `${name(line)}: from ${precise(before)} to ${precise(after)}, over the whole range.`) : [];
  return (
    <Since asOf={asOf} sentences={sentences} learnt={data?.corrections}>
      {!data && (
        <Answer data={undefined} error={error} fetching={fetching} shape="rows" retry={retry}>
          {() => null}
        </Answer>
      )}
    </Since>
  );
}
