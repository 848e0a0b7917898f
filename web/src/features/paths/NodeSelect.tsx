import { Select } from '@mantine/core';
import { useQuery } from 'urql';
import { useCatalog } from '../../components/catalog';
import { graphql } from '../../lib/gql';
import type { PathNode } from '../../lib/gql/graphql';
import type { Range } from '../../lib/view';
import { eventName } from '../../lib/words';

const PagesSeen = graphql(`
  query PagesSeen($input: BreakdownInput!) {
    breakdown(input: $input) {
      rows { value }
    }
  }
`);

/** A page or an event that paths begin or end with. */
export function NodeSelect({ label, placeholder, node, range, value, onChange }: { label: string; placeholder: string; node: PathNode; range: Range; value: string | null; onChange: (value: string | null) => void }) {
  const { events } = useCatalog();
  const [{ data }] = useQuery({ query: PagesSeen, variables: { input: { range, property: 'page', topK: 100 } }, pause: node !== 'PAGE' });
  const seen = node === 'PAGE' ? (data?.breakdown.rows ?? []).map((row) => row.value).filter((page) => page !== '(none)') : events.map((event) => event.name);
  const all = [...new Set([...(value ? [value] : []), ...seen])];
  return (
    <Select
      size="sm"
      className="match-property"
      aria-label={label}
      placeholder={placeholder}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': `Clear ${label}`, 'aria-hidden': false, tabIndex: 0 }}
      nothingFoundMessage="Nothing of that name was seen"
      value={value}
      onChange={onChange}
      data={all.map((name) => ({ value: name, label: node === 'PAGE' ? name : eventName(name) }))}
    />
  );
}
