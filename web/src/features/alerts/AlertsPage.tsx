import { Button } from '@mantine/core';
import { useState } from 'react';
import { useMutation } from 'urql';
import { Card } from '../../components/Card';
import { Confirm } from '../../components/Confirm';
import { Page } from '../../components/Page';
import { Answer, EmptyState } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { useView } from '../../lib/view';
import { AcknowledgeAlert, Alerts, AlertWatch, ArchiveRule, type Rule, words } from './alerts';
import { Channels } from './Channels';
import { RuleForm } from './RuleForm';
import { Rules } from './Rules';
import { ToldList } from './ToldList';

const everything = { from: '2000-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' };
const every = 5_000;

/** What fires now, by which rules, who was told, and what there was before. */
export default function AlertsPage() {
  const { view } = useView();
  const [editing, edit] = useState<Rule | 'new' | null>(null);
  const [archiving, archive] = useState<Rule | null>(null);
  const [problem, tell] = useState('');
  const watch = useAnswer(AlertWatch, {}, { fresh: true, every });
  const firing = useAnswer(Alerts, { range: everything, firing: true, first: 100 }, { fresh: true, every });
  const past = useAnswer(Alerts, { range: view.range, firing: false, first: 100 }, { fresh: true, every });
  const [, acknowledge] = useMutation(AcknowledgeAlert);
  const [, remove] = useMutation(ArchiveRule);
  const again = () => {
    watch.retry();
    firing.retry();
    past.retry();
  };
  return (
    <Page title="Alerts" about="What fires now, and who is told when a figure is what it must not be." controls={watch.data && <Button size="sm" onClick={() => edit('new')}>New rule</Button>}>
      <Card title="Firing now">
        <div role="alert">{problem && <span className="down">{problem}</span>}</div>
        <Answer data={firing.data?.alerts.nodes} error={firing.error} fetching={firing.fetching} shape="rows" retry={firing.retry}>
          {(alerts) =>
            alerts.length === 0 ? (
              <EmptyState title="Nothing fires"><p>An alert appears here as soon as the minute has closed that makes a rule’s condition last long enough.</p></EmptyState>
            ) : (
              <ToldList alerts={alerts} onAcknowledge={(alert) => void acknowledge({ id: alert.id }).then(({ error }) => { tell(error ? words(error) : ''); again(); })} />
            )
          }
        </Answer>
      </Card>
      <Card title="Rules">
        <Answer data={watch.data} error={watch.error} fetching={watch.fetching} shape="rows" retry={watch.retry}>
          {(known) =>
            known.alertRules.length === 0 ? (
              <EmptyState title="No rule yet"><p>A rule watches a figure, such as “conversions in 30 minutes &lt; 1, for 5 minutes”, and tells a channel.</p></EmptyState>
            ) : (
              <Rules watch={known} onEdit={edit} onArchive={archive} onChanged={again} />
            )
          }
        </Answer>
      </Card>
      <Channels channels={watch.data?.alertChannels ?? []} onChanged={again} />
      <Card title="History">
        <Answer data={past.data?.alerts} error={past.error} fetching={past.fetching} shape="rows" retry={past.retry}>
          {(alerts) => (alerts.nodes.length === 0 ? <EmptyState title="Nothing was over in this range" /> : <ToldList alerts={alerts.nodes} />)}
        </Answer>
      </Card>
      {editing && watch.data && <RuleForm rule={editing === 'new' ? null : editing} watch={watch.data} onClose={() => edit(null)} onSaved={() => { edit(null); again(); }} />}
      {archiving && (
        <Confirm title={`Remove ${archiving.name}`} action="Remove it" onClose={() => archive(null)} onDo={async () => { const { error } = await remove({ id: archiving.id }); again(); return error; }}>
          It is not watched any more. {archiving.firing ? 'Who was told of what fires now is told that it is over. ' : ''}The history stays.
        </Confirm>
      )}
    </Page>
  );
}
