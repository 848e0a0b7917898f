import { Select } from '@mantine/core';
import type { Granularity } from '../../lib/gql/graphql';
import { granularitiesOf, useView } from '../../lib/view';

const words: Record<Granularity, string> = { MINUTE: 'by minute', HOUR: 'by hour', DAY: 'by day', WEEK: 'by week', MONTH: 'by month' };

/** How long the periods of a chart are, of those that its range can show. */
export function GranularityPicker() {
  const { view, set } = useView();
  const possible = granularitiesOf(Date.parse(view.from), Date.parse(view.to));
  return (
    <Select
      size="xs"
      w={104}
      aria-label="Length of a period"
      allowDeselect={false}
      value={view.granularity}
      data={possible.map((value) => ({ value, label: words[value] }))}
      onChange={(value) => set({ by: value === possible[0] ? null : value })}
    />
  );
}
