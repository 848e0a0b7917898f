import { Button, Modal, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useClient } from 'urql';
import { Code } from '../../components/Code';
import type { AlertChannelKind } from '../../lib/gql/graphql';
import { DefineChannel, words } from './alerts';

const kinds: Record<AlertChannelKind, string> = { WEBHOOK: 'Webhook, signed', SLACK: 'Slack, Mattermost and alike', EMAIL: 'E-mail' };

/** A new way to tell people; what a webhook is signed with is shown once. */
export function ChannelForm({ onClose, onSaved }: { onClose: () => void; onSaved: () => void }) {
  const client = useClient();
  const [draft, write] = useState<{ name: string; kind: AlertChannelKind; target: string }>({ name: '', kind: 'WEBHOOK', target: '' });
  const [problem, tell] = useState('');
  const [secret, show] = useState<string | null>(null);
  const save = async () => {
    const { data, error } = await client.mutation(DefineChannel, draft);
    tell(error ? words(error) : '');
    if (!data) return;
    onSaved();
    if (data.defineAlertChannel.signingSecret) show(data.defineAlertChannel.signingSecret);
    else onClose();
  };
  return (
    <Modal opened onClose={onClose} title={secret ? `${draft.name} is kept` : 'A new channel'} size="md" transitionProps={{ duration: 100 }} closeButtonProps={{ 'aria-label': 'Close' }}>
      {secret ? (
        <div className="stack">
          <p className="flush">Requests are signed with this, as Standard Webhooks has it. It is shown this once.</p>
          <Code text={secret} label="Signing secret" />
          <div className="controls"><Button onClick={onClose}>I have it</Button></div>
        </div>
      ) : (
        <form className="filter-editor" onSubmit={(event) => { event.preventDefault(); void save(); }}>
          <TextInput label="Name" value={draft.name} maxLength={100} onChange={(event) => write({ ...draft, name: event.currentTarget.value })} data-autofocus />
          <Select label="Kind" allowDeselect={false} value={draft.kind} data={Object.entries(kinds).map(([value, label]) => ({ value, label }))} onChange={(kind) => write({ ...draft, kind: kind as AlertChannelKind })} />
          <TextInput label={draft.kind === 'EMAIL' ? 'Addresses' : 'Address'} description={draft.kind === 'EMAIL' ? 'One or several, separated by commas.' : 'It cannot be read again afterwards.'}
            placeholder={draft.kind === 'EMAIL' ? 'ops@shop.example' : 'https://'} value={draft.target} onChange={(event) => write({ ...draft, target: event.currentTarget.value })} />
          <div role="alert">{problem && <span className="down">{problem}</span>}</div>
          <div className="controls">
            <Button variant="default" onClick={onClose}>Cancel</Button>
            <Button type="submit">Keep it</Button>
          </div>
        </form>
      )}
    </Modal>
  );
}
