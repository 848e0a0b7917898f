import { useState } from 'react';
import { Since } from '../../components/insight/Since';
import { Answer } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { graphql } from '../../lib/gql';
import type { FunnelInput } from '../../lib/gql/graphql';

const FunnelChanged = graphql(`
  query FunnelChanged($input: FunnelInput!, $from: DateTime!, $to: DateTime!) {
    funnelChange(input: $input, knownFrom: $from, knownTo: $to) {
      explanation
      correction { lateEvents newEvents joins unlinks events(first: 20) { nodes { id name occurredAt visitorId properties } } }
    }
  }
`);

/** What moved a funnel since the moment that it is shown as of. */
export function FunnelSince({ input, asOf }: { input: FunnelInput; asOf: string }) {
  const [to] = useState(() => new Date().toISOString());
  const { data, error, fetching, retry } = useAnswer(FunnelChanged, { input: { ...input, asOf: null }, from: asOf, to });
  const change = data?.funnelChange;
  return (
    <Since asOf={asOf} sentences={change?.explanation ?? []} learnt={change?.correction}>
      {!change && (
        <Answer data={undefined} error={error} fetching={fetching} shape="rows" retry={retry}>
          {() => null}
        </Answer>
      )}
    </Since>
  );
}
