import { Button } from '@mantine/core';
import { IconArchive, IconDeviceFloppy, IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useClient } from 'urql';
import { SaveAs } from '../../components/insight/SaveAs';
import { useAnswer } from '../../lib/answer';
import { moment, percent, rangeName } from '../../lib/format';
import type { FunnelVersionsQuery } from '../../lib/gql/graphql';
import { changed, useView } from '../../lib/view';
import { eventName } from '../../lib/words';
import { Card } from '../../components/Card';
import { Confirm } from '../../components/Confirm';
import { Answer, failure } from '../../components/States';
import type { Definition } from './definition';
import { ArchiveFunnel, ChangeFunnel, DefineFunnel, FunnelVersions, kept, openSaved, sameQuestion, useFunnelUpdates } from './saved';

type Dialog = 'save' | 'rename' | 'archive' | null;

/** Keeps what is looked at: under a new name, or as the next version of what it was opened from. */
export function Keep({ definition }: { definition: Definition }) {
  const { view } = useView();
  const client = useClient();
  const [params, setParams] = useSearchParams();
  const [dialog, open] = useState<Dialog>(null);
  const [saving, wait] = useState(false);
  const [problem, tell] = useState('');
  const id = params.get('funnel');
  const { data, retry } = useAnswer(FunnelVersions, { id: id ?? '', range: view.range }, { pause: id === null });
  const saved = id === null ? null : data?.savedFunnel;
  const input = kept(definition, view);
  const differs = saved && !sameQuestion(params, saved.question);
  const change = async () => {
    wait(true);
    const { error } = await client.mutation(ChangeFunnel, { id: id ?? '', input });
    wait(false);
    tell(error ? failure(error).detail : '');
    retry();
  };
  return (
    <>
      {problem && (
        <span role="alert" className="down">
          {problem}
        </span>
      )}
      {saved && <b className="saved-name">{saved.name}</b>}
      {saved && differs && (
        <Button size="xs" loading={saving} leftSection={<IconDeviceFloppy size={14} aria-hidden />} onClick={() => void change()}>
          {`Save as version ${saved.version + 1}`}
        </Button>
      )}
      {saved && !differs && (
        <>
          <Button size="xs" variant="default" leftSection={<IconPencil size={14} aria-hidden />} onClick={() => open('rename')}>
            Rename
          </Button>
          <Button size="xs" variant="default" leftSection={<IconArchive size={14} aria-hidden />} onClick={() => open('archive')}>
            Archive
          </Button>
        </>
      )}
      {(!saved || differs) && (
        <Button size="xs" variant="default" leftSection={<IconDeviceFloppy size={14} aria-hidden />} onClick={() => open('save')}>
          {saved ? 'Save as another' : 'Save funnel'}
        </Button>
      )}
      {dialog === 'save' && (
        <SaveAs
          title="Save this funnel"
          initial={definition.steps.map((step) => eventName(step.name)).join(' → ').slice(0, 80)}
          onClose={() => open(null)}
          onSave={async (name) => {
            const { data: defined, error } = await client.mutation(DefineFunnel, { name, input });
            if (defined) void setParams((before) => changed(before, { funnel: defined.defineFunnel.id }));
            return error;
          }}
        >
          <p className="quiet flush">It is counted from {rangeName(view.from, view.to).split(' – ')[0]} on and kept up to date with every event, also late ones. Segments and session funnels are answered from the events.</p>
        </SaveAs>
      )}
      {dialog === 'rename' && saved && (
        <SaveAs
          title="Rename the funnel"
          action="Rename"
          initial={saved.name}
          onClose={() => open(null)}
          onSave={async (name) => {
            const { error } = await client.mutation(ChangeFunnel, { id: saved.id, name });
            retry();
            return error;
          }}
        />
      )}
      {dialog === 'archive' && saved && (
        <Confirm
          title={`Archive “${saved.name}”?`}
          action="Archive"
          onClose={() => open(null)}
          onDo={async () => {
            const { error } = await client.mutation(ArchiveFunnel, { id: saved.id });
            if (!error) void setParams((before) => changed(before, { funnel: null }));
            return error;
          }}
        >
          {`It is not kept up any more and leaves the list; its ${saved.versions.length === 1 ? 'definition stays' : `${saved.versions.length} versions stay`} in its history.`}
        </Confirm>
      )}
    </>
  );
}

/** Every definition that a saved funnel had, answered over the same range. */
export function Versions({ onNews }: { onNews: () => void }) {
  const { view } = useView();
  const [params, setParams] = useSearchParams();
  const id = params.get('funnel');
  const { data, error, fetching, retry } = useAnswer(FunnelVersions, { id: id ?? '', range: view.range }, { pause: id === null, fresh: view.running });
  useFunnelUpdates(id, () => {
    retry();
    onNews();
  });
  if (id === null) return null;
  return (
    <Card title="Versions side by side">
      <Answer data={data} error={error} fetching={fetching} shape="rows" retry={retry}>
        {({ savedFunnel }) => (savedFunnel ? <Table versions={savedFunnel.versions} onOpen={(question) => void setParams((before) => openSaved(before, id, question))} /> : <p className="quiet">This funnel is not saved here; what it asks is shown all the same.</p>)}
      </Answer>
    </Card>
  );
}

type Version = NonNullable<FunnelVersionsQuery['savedFunnel']>['versions'][number];

function Table({ versions, onOpen }: { versions: readonly Version[]; onOpen: (question: Record<string, unknown>) => void }) {
  return (
    <table className="plain cards">
      <thead>
        <tr>
          <th>Version</th>
          <th>Since (UTC)</th>
          <th>Steps</th>
          <th className="number">Conversion</th>
        </tr>
      </thead>
      <tbody>
        {versions.map(({ version, changedAt, changedBy, question, result }) => (
          <tr key={version}>
            <td data-label="Version">
              <button type="button" className="link" onClick={() => onOpen(question)}>{`Version ${version}`}</button>
            </td>
            <td data-label="Since (UTC)" title={`by ${changedBy}`}>
              {moment(changedAt)}
            </td>
            <td data-label="Steps">
              {result.steps.map((step) => (
                <span key={step.index} className="spaced">
                  {eventName(step.label)} <b>{step.count}</b>
                </span>
              ))}
            </td>
            <td data-label="Conversion" className="number">
              {percent(result.conversion)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
