import { Button, Group, Pill } from '@mantine/core';
import { useView } from '../lib/view';

const words: Record<string, string> = { EQUALS: 'is', NOT_EQUALS: 'is not', CONTAINS: 'contains', NOT_CONTAINS: 'does not contain', STARTS_WITH: 'starts with' };

/** The filters in force, each removable. */
export function FilterChips() {
  const { view, removeFilter, set } = useView();
  if (view.filters.length === 0) return null;
  return (
    <Group gap="sm" mb="lg" role="group" aria-label="Filters">
      {view.filters.map((filter, index) => (
        <Pill key={`${filter.property}-${index}`} withRemoveButton size="md" onRemove={() => removeFilter(index)} removeButtonProps={{ 'aria-label': `Remove the filter on ${filter.property}`, 'aria-hidden': false, tabIndex: 0 }}>
          {filter.property.replaceAll('_', ' ')} {words[filter.operator] ?? filter.operator.toLowerCase()} <b>{(filter.values ?? []).join(', ')}</b>
        </Pill>
      ))}
      {view.filters.length > 1 && (
        <Button variant="subtle" size="compact-sm" onClick={() => set({ f: null })}>
          Clear all
        </Button>
      )}
    </Group>
  );
}
