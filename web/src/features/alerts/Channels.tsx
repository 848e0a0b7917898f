import { Button } from '@mantine/core';
import { useState } from 'react';
import { useMutation } from 'urql';
import { Card } from '../../components/Card';
import { Confirm } from '../../components/Confirm';
import { EmptyState } from '../../components/States';
import type { AlertChannelKind } from '../../lib/gql/graphql';
import { ArchiveChannel, type Channel, TestChannel, words } from './alerts';
import { ChannelForm } from './ChannelForm';

const kinds: Record<AlertChannelKind, string> = { WEBHOOK: 'Webhook', SLACK: 'Chat', EMAIL: 'E-mail' };

/** By what people are told; each can be tried. */
export function Channels({ channels, onChanged }: { channels: readonly Channel[]; onChanged: () => void }) {
  const [making, make] = useState(false);
  const [removing, remove] = useState<Channel | null>(null);
  const [said, say] = useState('');
  const [{ fetching }, test] = useMutation(TestChannel);
  const [, archive] = useMutation(ArchiveChannel);
  const attempt = async (channel: Channel) => {
    const { data, error } = await test({ id: channel.id });
    const problem = error ? words(error) : data?.testAlertChannel.problem;
    say(problem ? `${channel.name} did not take the test. ${problem}` : `${channel.name} took the test.`);
  };
  return (
    <Card title="Channels" controls={<Button size="compact-sm" variant="light" onClick={() => make(true)}>New channel</Button>}>
      <div role="status" aria-live="polite">{said && <p className="flush">{said}</p>}</div>
      {channels.length === 0 ? (
        <EmptyState title="No channel yet"><p>A webhook, a chat that takes Slack’s form, or e-mail. Without one, alerts are only told on this page.</p></EmptyState>
      ) : (
        <table className="plain cards">
          <thead>
            <tr>
              <th>Name</th>
              <th>Kind</th>
              <th>Leads to</th>
              <th aria-label="Do" />
            </tr>
          </thead>
          <tbody>
            {channels.map((channel) => (
              <tr key={channel.id}>
                <td data-label="Name">{channel.name}</td>
                <td data-label="Kind">{kinds[channel.kind]}</td>
                <td data-label="Leads to">{channel.target}</td>
                <td className="block">
                  <div className="controls start">
                    <Button size="compact-xs" variant="light" loading={fetching} onClick={() => void attempt(channel)} aria-label={`Test ${channel.name}`}>Test</Button>
                    <Button size="compact-xs" variant="subtle" color="gray" onClick={() => remove(channel)} aria-label={`Remove ${channel.name}`}>Remove</Button>
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {making && <ChannelForm onClose={() => make(false)} onSaved={onChanged} />}
      {removing && (
        <Confirm title={`Remove ${removing.name}`} action="Remove it" onClose={() => remove(null)} onDo={async () => { const { error } = await archive({ id: removing.id }); onChanged(); return error; }}>
          Nobody is told by it any more, and where it leads is forgotten. Rules that name it go on without it.
        </Confirm>
      )}
    </Card>
  );
}
