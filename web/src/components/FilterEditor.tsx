import { Button, NumberInput, Select, TagsInput } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { operators, problemOf, takes } from '../lib/filters';
import { graphql } from '../lib/gql';
import type { FilterOperator, PropertyFilter } from '../lib/gql/graphql';
import type { Range } from '../lib/view';
import { knownProperties, propertyName, valueName } from '../lib/words';
import { useCatalog } from './catalog';

const Values = graphql(`
  query Values($input: BreakdownInput!) {
    breakdown(input: $input) {
      rows { value }
    }
  }
`);

/** A condition in the making: property and values are completed from what was seen. */
export function FilterEditor({ filter, range, onDone, own = [] }: { filter: PropertyFilter | null; range: Range; onDone: (filter: PropertyFilter) => void; own?: readonly string[] }) {
  const { properties } = useCatalog();
  const [property, setProperty] = useState(filter?.property ?? '');
  const [operator, setOperator] = useState<FilterOperator>(filter?.operator ?? 'EQUALS');
  const [values, setValues] = useState<string[]>(filter?.values ?? []);
  const [typed, type] = useState('');
  const [listed, list] = useState(false);
  const [{ data }] = useQuery({ query: Values, variables: { input: { range, property, topK: 30 } }, pause: property === '' });
  const made: PropertyFilter = { property, operator, values: takes(operator) === 'nothing' ? [] : typed.trim() ? [...new Set([...values, typed.trim()])] : values };
  const problem = problemOf(made);
  const names = [...new Set([...own, ...properties.map((known) => known.name)])];
  const common = { size: 'sm' as const, comboboxProps: { withinPortal: false, transitionProps: { duration: 0 } } };
  return (
    <form
      className="filter-editor"
      onSubmit={(event) => {
        event.preventDefault();
        if (!problem) onDone(made);
      }}
    >
      <Select
        {...common}
        label="Property"
        placeholder="Country, page, plan…"
        searchable
        autoFocus
        nothingFoundMessage="No such property was seen"
        value={property || null}
        onChange={(value) => {
          setProperty(value ?? '');
          setValues([]);
          type('');
        }}
        data={[
          { group: 'Of every event', items: knownProperties.map((name) => ({ value: name, label: propertyName(name) })) },
          { group: "Your events' own", items: names.filter((name) => !knownProperties.includes(name)).map((name) => ({ value: name, label: name })) },
        ]}
      />
      <Select {...common} label="Comparison" allowDeselect={false} value={operator} onChange={(value) => setOperator((value ?? 'EQUALS') as FilterOperator)} data={Object.entries(operators).map(([value, label]) => ({ value, label }))} />
      {takes(operator) === 'number' && <NumberInput size="sm" label="Number" value={values[0] ?? ''} onChange={(value) => setValues(value === '' ? [] : [String(value)])} />}
      {takes(operator) === 'texts' && (
        <TagsInput
          {...common}
          // Above, so that it never lies over what applies the values.
          comboboxProps={{ ...common.comboboxProps, position: 'top' }}
          dropdownOpened={listed}
          onDropdownOpen={() => list(true)}
          onDropdownClose={() => list(false)}
          onOptionSubmit={() => list(false)}
          searchValue={typed}
          onSearchChange={(text) => {
            type(text);
            list(text !== '');
          }}
          onClick={() => list(true)}
          label="Values"
          description="Any of them. Enter adds one that is not in the list."
          value={values}
          onChange={setValues}
          acceptValueOnBlur
          data={(data?.breakdown.rows ?? []).map((row) => row.value)}
          renderOption={({ option }) => <span>{valueName(property, option.value)}</span>}
        />
      )}
      <Button type="submit" size="sm" disabled={problem !== null} title={problem ?? undefined}>
        Apply
      </Button>
    </form>
  );
}
