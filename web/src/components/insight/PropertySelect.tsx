import { Select } from '@mantine/core';
import { knownProperties, propertyName } from '../../lib/words';
import { useCatalog } from '../catalog';

/** A property that was seen. */
export function PropertySelect({ label, placeholder, value, onChange, numeric = false, optional = !numeric }: { label: string; placeholder: string; value: string | null; onChange: (property: string | null) => void; numeric?: boolean; optional?: boolean }) {
  const { properties } = useCatalog();
  const own = properties.filter((property) => !knownProperties.includes(property.name) && (!numeric || property.type === 'number' || property.type === 'mixed')).map((property) => property.name);
  const all = [...new Set([...(value && !knownProperties.includes(value) ? [value] : []), ...own])];
  return (
    <Select
      size="sm"
      className="match-property"
      aria-label={label}
      placeholder={placeholder}
      searchable
      clearable={optional}
      clearButtonProps={{ 'aria-label': `Clear ${label}`, 'aria-hidden': false, tabIndex: 0 }}
      nothingFoundMessage="No such property was seen"
      value={value}
      onChange={onChange}
      data={[
        ...(numeric ? [] : [{ group: 'Of every event', items: knownProperties.map((name) => ({ value: name, label: propertyName(name) })) }]),
        { group: "Your events' own", items: all.map((name) => ({ value: name, label: name })) },
      ]}
    />
  );
}
