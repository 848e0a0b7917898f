import { Button, Checkbox, Menu, TextInput } from '@mantine/core';
import { IconCalendar } from '@tabler/icons-react';
import { useState } from 'react';
import { date } from '../lib/format';
import { type Preset, presets, useView } from '../lib/view';

/** Presets, a custom range, and whether to compare with the time before. */
export function RangePicker() {
  const { view, set } = useView();
  const [from, setFrom] = useState(view.from.slice(0, 10));
  const [to, setTo] = useState(view.to.slice(0, 10));
  const label = view.preset === 'custom' ? `${date(view.from)} – ${date(new Date(Date.parse(view.to) - 1).toISOString())}` : presets[view.preset];
  const choose = (preset: Exclude<Preset, 'custom'>) => set({ range: preset, from: null, to: null });
  const valid = Date.parse(from) < Date.parse(to);
  return (
    <>
      <Menu closeOnItemClick={true} position="bottom-start">
        <Menu.Target>
          <Button variant="default" size="sm" leftSection={<IconCalendar size={16} aria-hidden />}>
            {label}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {Object.entries(presets).map(([preset, name]) => (
            <Menu.Item key={preset} onClick={() => choose(preset as Exclude<Preset, 'custom'>)}>
              {name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <form
            style={{ padding: 8, display: 'grid', gap: 8 }}
            onSubmit={(event) => {
              event.preventDefault();
              if (valid) set({ range: 'custom', from, to });
            }}
          >
            <TextInput type="date" label="From" size="xs" value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
            <TextInput type="date" label="To (not included)" size="xs" value={to} onChange={(event) => setTo(event.currentTarget.value)} error={valid ? null : 'Must be later'} />
            <Button type="submit" size="xs" disabled={!valid}>
              Show
            </Button>
          </form>
        </Menu.Dropdown>
      </Menu>
      <Checkbox size="sm" label="Compare" checked={view.compare} onChange={(event) => set({ compare: event.currentTarget.checked ? null : 'off' })} />
    </>
  );
}
