import { Select } from '@mantine/core';
import { useSearchParams } from 'react-router';
import { useCatalog } from '../../components/catalog';
import { Card } from '../../components/Card';
import { MatchEditor } from '../../components/insight/MatchEditor';
import { PropertySelect } from '../../components/insight/PropertySelect';
import { Page } from '../../components/Page';
import { Skeletons } from '../../components/States';
import type { AttributionInput } from '../../lib/gql/graphql';
import { readMatch, writeMatch } from '../../lib/series';
import { changed, useChoice, useView } from '../../lib/view';
import { likelyConversion } from '../../lib/words';
import { Credits } from './Credits';

const days: [string, ...string[]] = ['30', '1', '7', '14', '60', '90', '180'];

/** What conversions are owed to, by several models side by side. */
export default function AttributionPage() {
  const { view } = useView();
  const { events } = useCatalog();
  const [params, setParams] = useSearchParams();
  const [back, setBack] = useChoice('back', days);
  const [property, amount] = [params.get('by') ?? 'channel', params.get('amount')];
  const set = (name: string, value: string | null) => void setParams((before) => changed(before, { [name]: value }));
  const likely = likelyConversion(events.map(({ name }) => name));
  const conversion = readMatch(params.get('match') ?? '') ?? (likely !== undefined && { name: likely, filters: [] });
  const input: AttributionInput | undefined = !conversion ? undefined : {
    range: view.range, conversion, property, amount, lookBack: `P${back}D`, topK: 7, filters: view.filters, segmentId: view.segmentId, asOf: view.asOf,
  };
  return (
    <Page title="Attribution" about="Which visits conversions are owed to.">
      <Card title="Question">
        <div className="stack tight">
          {conversion && (
            <MatchEditor mark="A" label="a conversion" match={conversion} range={view.range} any={false} onChange={(match) => set('match', writeMatch(match))} />
          )}
          <div className="controls start">
            <PropertySelect label="Credited to" placeholder="Credited to" value={property} onChange={(value) => set('by', value === 'channel' ? null : value)} />
            <Select size="sm" w={150} aria-label="Look-back" allowDeselect={false} value={back} data={[...days].sort((one, other) => Number(one) - Number(other)).map((value) => ({ value, label: `within ${value === '1' ? 'a day' : `${value} days`}` }))} onChange={(value) => setBack(value ?? '30')} />
            <PropertySelect label="Amount" placeholder="counting conversions" value={amount} numeric optional onChange={(value) => set('amount', value)} />
          </div>
        </div>
      </Card>
      {input ? <Credits key={JSON.stringify(input)} input={input} /> : <Skeletons shape="chart" />}
    </Page>
  );
}
