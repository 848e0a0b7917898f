import { Select } from '@mantine/core';
import { useQuery } from 'urql';
import { graphql } from '../../lib/gql';
import { useView } from '../../lib/view';

const Choices = graphql(`
  query SegmentChoices { segments { id name } cohorts { id name } }
`);

/** Whom every question of the page is asked of: everybody, or a saved segment or cohort. */
export function SegmentPicker() {
  const { view, set } = useView();
  const [{ data }] = useQuery({ query: Choices });
  const groups = [
    { group: 'Segments', items: data?.segments ?? [] },
    { group: 'Cohorts', items: data?.cohorts ?? [] },
  ].filter(({ items }) => items.length > 0);
  const known = groups.some(({ items }) => items.some(({ id }) => id === view.segmentId));
  if (groups.length === 0 && !view.segmentId) return null;
  return (
    <Select
      size="xs"
      w={170}
      className="segment"
      aria-label="Asked of"
      allowDeselect={false}
      value={view.segmentId ?? ''}
      data={[
        { value: '', label: 'Everybody' },
        ...groups.map(({ group, items }) => ({ group, items: items.map(({ id, name }) => ({ value: id, label: name })) })),
        ...(view.segmentId && !known ? [{ value: view.segmentId, label: 'A saved segment' }] : []),
      ]}
      onChange={(id) => set({ segment: id || null })}
    />
  );
}
