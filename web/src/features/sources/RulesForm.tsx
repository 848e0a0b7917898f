import { Button, Modal, NumberInput, Switch, TagsInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useMutation } from 'urql';
import { ChangeSource, type Source, readFilters, writeFilters } from './sources';

const limit = (value: string | number): number | null => (typeof value === 'number' ? value : null);

/** What a source may send. */
export function RulesForm({ source, onClose, onSaved }: { source: Source; onClose: () => void; onSaved: () => void }) {
  const [enabled, enable] = useState(source.enabled);
  const [minute, setMinute] = useState<string | number>(source.eventsPerMinute ?? '');
  const [month, setMonth] = useState<string | number>(source.eventsPerMonth ?? '');
  const [origins, setOrigins] = useState([...source.allowedOrigins]);
  const [filters, setFilters] = useState(writeFilters(source.filters));
  const [{ fetching, error }, change] = useMutation(ChangeSource);
  const save = async () => {
    const { error: failed } = await change({ name: source.name, input: { enabled, eventsPerMinute: limit(minute), eventsPerMonth: limit(month), allowedOrigins: origins, filters: readFilters(filters) } });
    if (!failed) onSaved();
  };
  return (
    <Modal opened onClose={onClose} title={`What ${source.name} may send`} size="lg">
      <form className="stack" onSubmit={(submit) => { submit.preventDefault(); void save(); }}>
        <Switch label="Takes events" checked={enabled} onChange={(change_) => enable(change_.currentTarget.checked)} />
        <NumberInput label="Most events a minute" description="No limit when empty. Over it, clients are told when to come again." placeholder="No limit" value={minute} onChange={setMinute} min={1} allowDecimal={false} thousandSeparator="," />
        <NumberInput label="Most events a calendar month" description="Counted in UTC, each event once." placeholder="No limit" value={month} onChange={setMonth} min={1} allowDecimal={false} thousandSeparator="," />
        <TagsInput label="Allowed origins" description="Pages that may send, such as https://shop.example or https://*.shop.example. Every origin when empty; servers are not asked." placeholder={origins.length === 0 ? 'Every origin' : ''} value={origins} onChange={setOrigins} />
        <Textarea label="Events to drop" description="One a line: an event's name, or “name where property is value”. * stands for any characters." placeholder={'heartbeat\npage_viewed where page is /admin*'} value={filters} onChange={(typed) => setFilters(typed.currentTarget.value)} autosize minRows={2} />
        <div role="alert">{error && <span className="status bad" style={{ whiteSpace: 'normal' }}>{error.message.replace(/^\[\w+\] /, '')}</span>}</div>
        <div className="controls">
          <Button variant="default" onClick={onClose}>Cancel</Button>
          <Button type="submit" loading={fetching}>Save</Button>
        </div>
      </form>
    </Modal>
  );
}
