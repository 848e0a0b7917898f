import { Button, CloseButton, Popover } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { operators, takes } from '../lib/filters';
import type { PropertyFilter } from '../lib/gql/graphql';
import type { Range } from '../lib/view';
import { propertyName, valueName } from '../lib/words';
import { Skeletons } from './States';

const FilterEditor = lazy(() => import('./FilterEditor').then(({ FilterEditor: component }) => ({ default: component })));

/** A condition in words. */
export function wordsOf({ property, operator, values }: PropertyFilter): string {
  const named = (values ?? []).map((value) => valueName(property, value));
  const shown = named.length > 3 ? `${named.slice(0, 3).join(' or ')} or ${named.length - 3} more` : named.join(' or ');
  return `${propertyName(property)} ${operators[operator].replace(' (regular expression)', '')}${takes(operator) === 'nothing' ? '' : ` ${shown}`}`;
}

/** The conditions in force: each can be changed or removed, and another one added. */
export function FilterBar({ filters, onChange, range, label = 'Filters', add = 'Filter', own = [] }: { filters: readonly PropertyFilter[]; onChange: (filters: readonly PropertyFilter[]) => void; range: Range; label?: string; add?: string; own?: readonly string[] }) {
  // Which one is being changed; the number of filters is the one that is being made.
  const [edited, edit] = useState<number | null>(null);
  const done = (filter: PropertyFilter) => {
    onChange(edited === null || edited >= filters.length ? [...filters, filter] : filters.map((known, index) => (index === edited ? filter : known)));
    edit(null);
  };
  const editor = (index: number, target: React.ReactNode) => (
    <Popover key={index} opened={edited === index} onChange={(open) => edit(open ? index : null)} position="bottom-start" width={320} trapFocus returnFocus withinPortal={false} transitionProps={{ duration: 100 }}>
      <Popover.Target>{target}</Popover.Target>
      <Popover.Dropdown aria-label={index < filters.length ? 'Change the filter' : 'New filter'}>
        <Suspense fallback={<Skeletons shape="chart" />}>
          <FilterEditor filter={filters[index] ?? null} range={range} onDone={done} own={own} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
  return (
    <div className="filters" role="group" aria-label={label}>
      {filters.map((filter, index) => (
        <span className="chip" key={`${index}${wordsOf(filter)}`}>
          {editor(
            index,
            <button type="button" onClick={() => edit(edited === index ? null : index)} title="Change this filter">
              {wordsOf(filter)}
            </button>,
          )}
          <CloseButton size="sm" aria-label={`Remove the filter ${wordsOf(filter)}`} onClick={() => onChange(filters.filter((_, place) => place !== index))} />
        </span>
      ))}
      {editor(
        filters.length,
        <Button variant="subtle" color="gray" size="compact-sm" leftSection={<IconFilter size={14} aria-hidden />} onClick={() => edit(edited === filters.length ? null : filters.length)}>
          {add}
        </Button>,
      )}
      {filters.length > 1 && (
        <Button variant="subtle" size="compact-sm" onClick={() => onChange([])}>
          Clear all
        </Button>
      )}
    </div>
  );
}
