import { Button, Checkbox, Popover, TextInput } from '@mantine/core';
import { IconCalendar, IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { rangeName } from '../lib/format';
import { type Preset, presets, useView } from '../lib/view';

const dayMs = 86_400_000;
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Presets, a range of one's own, and whether to compare with the time before. */
export function RangePicker() {
  const { view, set } = useView();
  const [open, setOpen] = useState(false);
  const days = rangeName(view.from, view.to);
  const choose = (changes: Record<string, string | null>) => {
    set(changes);
    setOpen(false);
  };
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus returnFocus transitionProps={{ duration: 100 }} withinPortal={false}>
      <Popover.Target>
        <Button variant="default" size="sm" leftSection={<IconCalendar size={16} aria-hidden />} onClick={() => setOpen(!open)} title={`${days}, UTC`} aria-label={`Range: ${view.preset === 'custom' ? days : presets[view.preset]}`}>
          {view.preset === 'custom' ? days : presets[view.preset]}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={8} aria-label="Range">
        <div className="ranges">
          <div>
            {Object.entries(presets).map(([preset, name]) => (
              <Button key={preset} variant={view.preset === preset ? 'light' : 'subtle'} color={view.preset === preset ? 'accent' : 'gray'} size="sm" fullWidth justify="space-between" rightSection={view.preset === preset ? <IconCheck size={14} aria-hidden /> : <span />} onClick={() => choose({ range: preset, from: null, to: null })} aria-pressed={view.preset === preset}>
                {name}
              </Button>
            ))}
          </div>
          <OwnRange key={`${view.from}${view.to}`} onChoose={choose} preset={view.preset} />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function OwnRange({ preset, onChoose }: { preset: Preset; onChoose: (changes: Record<string, string | null>) => void }) {
  const { view, set } = useView();
  const [first, setFirst] = useState(dayOf(Date.parse(view.from)));
  const [last, setLast] = useState(dayOf(Date.parse(view.to) - 1));
  const [from, to] = [Date.parse(first), Date.parse(last) + dayMs];
  const valid = from < to;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (valid) onChoose({ range: 'custom', from: first, to: dayOf(to) });
      }}
    >
      <TextInput type="date" label="First day" size="sm" value={first} onChange={(event) => setFirst(event.currentTarget.value)} />
      <TextInput type="date" label="Last day" size="sm" value={last} onChange={(event) => setLast(event.currentTarget.value)} error={valid ? null : 'Must not be before the first'} />
      <Button type="submit" size="sm" variant={preset === 'custom' ? 'light' : 'default'} disabled={!valid}>
        Show these days
      </Button>
      <Checkbox size="sm" label="Compare with before" description={`${rangeName(view.before.from, view.before.to)}${view.running ? ', up to the same time' : ''}`} checked={view.compare} onChange={(event) => set({ compare: event.currentTarget.checked ? null : 'off' })} />
    </form>
  );
}
