import { Button, NumberInput, Select } from '@mantine/core';
import { useState } from 'react';
import { useCatalog } from '../../components/catalog';
import { Card } from '../../components/Card';
import { Help } from '../../components/insight/Help';
import { FilterBar } from '../../components/FilterBar';
import type { PropertyFilter, WhatIfInput } from '../../lib/gql/graphql';
import { useView } from '../../lib/view';
import { eventName } from '../../lib/words';
import { Trial } from './Trial';
import { inputOf } from './whatIf';

const meaning = 'Every event of the range is read again from the event store and counted under both rules. Nothing is written: what you see elsewhere stays as it is. Sessions are those with an event in the range; conversions are owed to the last visit before each that did not come directly.';

/** Tries other rules on real history, beside the figures of now. */
export function WhatIf() {
  const { view } = useView();
  const { events } = useCatalog();
  const [sessionMinutes, setMinutes] = useState<number | null>(45);
  const [mostPerMinute, setMost] = useState<number | null>(null);
  const [lookBackDays, setDays] = useState<number | null>(null);
  const [filters, setFilters] = useState<readonly PropertyFilter[]>([]);
  const [conversion, setConversion] = useState<string | null>(null);
  const [tried, attempt] = useState<WhatIfInput | null>(null);
  const asked = inputOf(view.range, { sessionMinutes, mostPerMinute, lookBackDays, conversion, leaveOut: filters.length > 0 ? { name: '*', filters: [...filters] } : null });
  const number = (value: string | number) => (typeof value === 'number' ? value : null);
  return (
    <Card title="What if" controls={<Help of="What if">{meaning}</Help>}>
      <form
        className="stack tight"
        onSubmit={(event) => {
          event.preventDefault();
          attempt(asked);
        }}
      >
        <div className="rules">
          <NumberInput size="sm" label="A session ends after" suffix=" min" placeholder="as it is" min={1} max={1_440} value={sessionMinutes ?? ''} onChange={(value) => setMinutes(number(value))} />
          <NumberInput size="sm" label="A bot has more than" suffix=" events a minute" placeholder="as it is" min={1} value={mostPerMinute ?? ''} onChange={(value) => setMost(number(value))} />
          <NumberInput size="sm" label="Credit goes back" suffix=" days" placeholder="as it is: 30 days" min={1} max={3_650} value={lookBackDays ?? ''} onChange={(value) => setDays(number(value))} />
          <Select size="sm" label="A conversion is" placeholder="nothing" clearable searchable clearButtonProps={{ 'aria-label': 'Clear the conversion', 'aria-hidden': false, tabIndex: 0 }} value={conversion} data={events.map(({ name }) => ({ value: name, label: eventName(name) }))} onChange={setConversion} />
        </div>
        <div className="controls start">
          <span className="quiet">Leave out events where</span>
          <FilterBar filters={filters} onChange={setFilters} range={view.range} label="Events that are left out" add="Condition" />
        </div>
        <div className="controls start">
          <Button type="submit" size="sm">
            Try it
          </Button>
          {tried && (
            <Button variant="default" size="sm" onClick={() => attempt(null)}>
              Cancel
            </Button>
          )}
        </div>
      </form>
      {tried && <Trial key={JSON.stringify(tried)} input={tried} />}
    </Card>
  );
}
