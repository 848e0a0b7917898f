import { Autocomplete, Button, Checkbox, Modal, SegmentedControl, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useClient, useMutation } from 'urql';
import { useCatalog } from '../../components/catalog';
import type { PlanMode } from '../../lib/gql/graphql';
import { Define, type Json, Learnt, type Planned, modes, read } from './plan';
import { SchemaCheck } from './SchemaCheck';

const written = (schema: Json): string => JSON.stringify(schema, null, 2);
const start: Json = { type: 'object', properties: {}, required: [] };

/** Plan an event, or a new version of one: written or learnt, tried on what came, then saved. */
export function PlanForm({ planned, onClose, onSaved }: { planned?: Planned; onClose: () => void; onSaved: (event: string) => void }) {
  const client = useClient();
  const { events } = useCatalog();
  const [event, name] = useState(planned?.name ?? '');
  const [text, write] = useState(written(planned?.schema ?? start));
  const [mode, choose] = useState<PlanMode>(planned?.mode ?? 'OBSERVE');
  const [meant, mean] = useState(false);
  const [breaking, tellBreaking] = useState(false);
  const [said, say] = useState('');
  const [{ fetching, error }, define] = useMutation(Define);
  const typed = read(text);

  const learn = async () => {
    const { data, error: failed } = await client.query(Learnt, { event }, { requestPolicy: 'network-only' });
    if (data?.learntSchema) write(written(data.learntSchema));
    say(failed ? failed.message.replace(/^\[\w+\] /, '') : data?.learntSchema ? 'This is what every such event had so far; make it as strict as you mean it.' : `No event “${event}” has come so far.`);
  };
  const save = async () => {
    if ('problem' in typed) return;
    const { error: failed } = await define({ event, schema: typed.schema, mode, allowBreaking: meant });
    if (!failed) onSaved(event);
  };
  return (
    <Modal opened onClose={onClose} title={planned ? `A new version of ${planned.name}` : 'Plan an event'} size="xl">
      <form className="stack" onSubmit={(submit) => { submit.preventDefault(); void save(); }}>
        {!planned && <Autocomplete label="Event" description="The name that clients send." value={event} onChange={name} data={events.map((known) => known.name).filter((known) => known !== event)} data-autofocus />}
        <div className="controls spread">
          <span role="status" aria-live="polite" className="quiet">{said}</span>
          <Button variant="light" size="compact-sm" disabled={event === ''} onClick={() => void learn()}>Learn from what came</Button>
        </div>
        <Textarea label="JSON Schema of its properties" description="type, enum, const, pattern, format, minimum, maximum, minLength, maxLength, properties, required, additionalProperties, items" value={text} onChange={(change) => write(change.currentTarget.value)} autosize minRows={8} maxRows={20}
          error={'problem' in typed ? typed.problem : null} styles={{ input: { fontFamily: 'monospace', fontSize: 13 } }} />
        <div>
          <SegmentedControl size="sm" aria-label="What happens to events that differ" value={mode} onChange={(value) => choose(value as PlanMode)} data={Object.entries(modes).map(([value, { label }]) => ({ value, label }))} />
          <p className="quiet" style={{ margin: '4px 0 0' }}>{modes[mode].says}</p>
        </div>
        {event !== '' && 'schema' in typed && <SchemaCheck event={event} schema={typed.schema} onBreaking={tellBreaking} />}
        {breaking && <Checkbox label="The new version may refuse what the one before took" checked={meant} onChange={(change) => mean(change.currentTarget.checked)} />}
        <div role="alert">{error && <span className="status bad" style={{ whiteSpace: 'normal' }}>{error.message.replace(/^\[\w+\] /, '')}</span>}</div>
        <div className="controls">
          <Button variant="default" onClick={onClose}>Cancel</Button>
          <Button type="submit" loading={fetching} disabled={event === '' || 'problem' in typed || (breaking && !meant)}>Save</Button>
        </div>
      </form>
    </Modal>
  );
}
