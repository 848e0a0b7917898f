import { Button, Popover, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useMutation } from 'urql';
import { Card } from '../../components/Card';
import { Page } from '../../components/Page';
import { Answer } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { counted, exact, moment } from '../../lib/format';
import { KeyPanel } from './KeyPanel';
import { RulesForm } from './RulesForm';
import { AddSource, type Source, Sources } from './sources';

/** Who may send events, how much came, and what is allowed. */
export default function SourcesPage() {
  const { data, error, fetching, retry } = useAnswer(Sources, {}, { fresh: true });
  const [changing, change] = useState<Source | null>(null);
  const [keyed, show] = useState<Source | null>(null);
  const admin = data?.viewer.isAdmin ?? false;
  const done = () => {
    change(null);
    retry();
  };
  return (
    <Page title="Sources" about="Websites, applications and servers that send events, each with a write key of its own." controls={admin && <Add onAdded={retry} />}>
      <Answer data={data?.sources} error={error} fetching={fetching} shape="page" retry={retry}>
        {(sources) => (
          <div className="grid two">
            {sources.map((source) => (
              <Card key={source.name} title={source.name} controls={
                <>
                  <span className={source.enabled ? 'status good' : 'status bad'}>{source.enabled ? 'Takes events' : 'Switched off'}</span>
                  {admin && <Button variant="default" size="compact-sm" onClick={() => show(source)}>Write key</Button>}
                  {admin && <Button variant="light" size="compact-sm" onClick={() => change(source)}>Change</Button>}
                </>
              }>
                <SourceFacts source={source} />
              </Card>
            ))}
          </div>
        )}
      </Answer>
      {changing && <RulesForm source={changing} onClose={() => change(null)} onSaved={done} />}
      {keyed && <KeyPanel source={keyed} onClose={() => show(null)} onRotated={retry} />}
    </Page>
  );
}

function SourceFacts({ source }: { source: Source }) {
  const { usage } = source;
  const most = Math.max(1, ...usage.hourly);
  return (
    <>
      <p className="flush">
        <strong style={{ fontSize: 26 }}>{exact(usage.eventsThisMonth)}</strong> <span className="quiet">events this month{source.eventsPerMonth && ` of ${exact(source.eventsPerMonth)}`}</span>
      </p>
      <div className="seconds" role="img" aria-label={`${counted(usage.eventsLastDay, 'event')} in the last day, by hour`} style={{ height: 48 }}>
        {usage.hourly.map((count, hour) => (
          <div key={hour} title={`${counted(count, 'event')}, ${usage.hourly.length - 1 - hour} h ago`}>
            <i style={{ height: `${(100 * count) / most}%` }} />
          </div>
        ))}
      </div>
      <dl className="facts" style={{ marginTop: 12 }}>
        <Fact name="Last day">{counted(usage.eventsLastDay, 'event')}, {counted(usage.duplicates, 'duplicate')}, {exact(usage.dropped)} refused</Fact>
        <Fact name="Last event (UTC)">{usage.lastReceivedAt ? moment(usage.lastReceivedAt) : 'none yet'}</Fact>
        <Fact name="Limit a minute">{source.eventsPerMinute ? exact(source.eventsPerMinute) : 'none'}</Fact>
        <Fact name="Allowed origins">{source.allowedOrigins.length > 0 ? source.allowedOrigins.join(', ') : 'every one'}</Fact>
        <Fact name="Events dropped">{source.filters.length > 0 ? source.filters.map((filter) => filter.event).join(', ') : 'none'}</Fact>
      </dl>
    </>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Add({ onAdded }: { onAdded: () => void }) {
  const [name, write] = useState('');
  const [open, setOpen] = useState(false);
  const [{ fetching, error }, add] = useMutation(AddSource);
  const submit = async () => {
    const { error: failed } = await add({ name });
    if (failed) return;
    write('');
    setOpen(false);
    onAdded();
  };
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" trapFocus>
      <Popover.Target>
        <Button size="sm" onClick={() => setOpen(!open)}>Add a source</Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form className="stack" onSubmit={(event) => { event.preventDefault(); void submit(); }}>
          <TextInput label="Name" description="a–z, 0–9 and “-”" value={name} onChange={(typed) => write(typed.currentTarget.value)} error={error?.message.replace(/^\[\w+\] /, '')} data-autofocus />
          <Button type="submit" loading={fetching} disabled={name === ''}>Add</Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
