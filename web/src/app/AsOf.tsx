import { Button, Popover, TextInput } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import { moment } from '../lib/format';
import { useView } from '../lib/view';

/** Answers as they were known at a moment: what was recorded later is left out. */
export function AsOf() {
  const { view, set } = useView();
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(view.asOf?.slice(0, 16) ?? '');
  const asked = Date.parse(`${at}Z`);
  const choose = (asOf: string | null) => {
    set({ asof: asOf });
    setOpen(false);
  };
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" width={280} trapFocus returnFocus withinPortal={false} transitionProps={{ duration: 100 }}>
      <Popover.Target>
        <Button className="as-of" variant={view.asOf ? 'light' : 'default'} size="sm" leftSection={<IconHistory size={16} aria-hidden />} onClick={() => setOpen(!open)}>
          <span className="wide">{view.asOf ? `As known ${moment(view.asOf)}` : 'As of now'}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="As known at">
        <form
          className="filter-editor"
          onSubmit={(event) => {
            event.preventDefault();
            if (!Number.isNaN(asked)) choose(new Date(asked).toISOString());
          }}
        >
          <TextInput type="datetime-local" size="sm" label="As known at (UTC)" description="Figures from events recorded until then. Late events that came afterwards are left out." value={at} onChange={(event) => setAt(event.currentTarget.value)} data-autofocus />
          <Button type="submit" size="sm" disabled={Number.isNaN(asked)}>
            Show what was known then
          </Button>
          {view.asOf && (
            <Button size="sm" variant="default" onClick={() => choose(null)}>
              Back to now
            </Button>
          )}
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
