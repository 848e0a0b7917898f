import { Button } from '@mantine/core';
import { useState } from 'react';
import { Card } from '../../components/Card';
import { Help } from '../../components/insight/Help';
import { Answer, EmptyState } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { percent } from '../../lib/format';
import { graphql } from '../../lib/gql';
import type { FunnelInput } from '../../lib/gql/graphql';
import { eventName, propertyName, valueName } from '../../lib/words';

const Found = graphql(`
  query FunnelCorrelations($input: FunnelInput!, $properties: [String!]) {
    funnel(input: $input) { correlations(properties: $properties, first: 12) { property value converted convertedOf dropped droppedOf oddsRatio lower upper } }
  }
`);

const properties = ['device', 'browser', 'os', 'country', 'channel', 'referrer'];
const meaning =
  'Of those who took step 1: who took every required step against who did not. The odds ratio says how much more often those who have it convert; the range beside it holds the true one in 95 of 100 cases. Where it includes 1 it may be chance. It goes along with converting; it need not cause it.';

/** What tells those who convert from those who do not; asked only when somebody wants to know. */
export function Correlations({ input }: { input: FunnelInput }) {
  const [asked, ask] = useState(false);
  const { data, error, fetching, retry } = useAnswer(Found, { input, properties }, { pause: !asked });
  return (
    <Card title="What goes along with converting" controls={<Help of="What goes along with converting">{meaning}</Help>}>
      {asked ? (
        <Answer data={data?.funnel.correlations} error={error} fetching={fetching} shape="rows" retry={retry}>
          {(found) =>
            found.length === 0 ? (
              <EmptyState title="Nothing tells them apart">
                <p>Those who began did nothing else in this time.</p>
              </EmptyState>
            ) : (
              <table className="plain cards">
                <thead>
                  <tr>
                    <th>What</th>
                    <th className="number">Of those who converted</th>
                    <th className="number">Of the others</th>
                    <th className="number">Odds ratio</th>
                  </tr>
                </thead>
                <tbody>
                  {found.map((one) => (
                    <tr key={`${one.property ?? ''} ${one.value}`}>
                      <td data-label="What">{one.property ? `${propertyName(one.property)}: ${valueName(one.property, one.value)}` : `did ${eventName(one.value)}`}</td>
                      <td data-label="Of those who converted" className="number">
                        {one.converted} of {one.convertedOf} ({percent(one.convertedOf === 0 ? 0 : one.converted / one.convertedOf)})
                      </td>
                      <td data-label="Of the others" className="number">
                        {one.dropped} of {one.droppedOf} ({percent(one.droppedOf === 0 ? 0 : one.dropped / one.droppedOf)})
                      </td>
                      <td data-label="Odds ratio" className="number">
                        <b>{one.oddsRatio.toFixed(2)}</b>{' '}
                        <span className="quiet">
                          {one.lower.toFixed(2)} – {one.upper.toFixed(2)}
                        </span>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )
          }
        </Answer>
      ) : (
        <Button variant="light" size="sm" onClick={() => ask(true)}>
          Find what tells them apart
        </Button>
      )}
    </Card>
  );
}
