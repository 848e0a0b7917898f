import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { useMutation } from 'urql';
import { Card } from '../../components/Card';
import { Answer, EmptyState, failure } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { counted, duration, exact, moment, seconds } from '../../lib/format';
import { graphql } from '../../lib/gql';
import type { RebuildsQuery, RebuildState } from '../../lib/gql/graphql';
import { useTenancy } from '../../lib/tenant';
import { Differences } from './Differences';

const RebuildList = graphql(`
  query Rebuilds {
    rebuilds(first: 10) {
      id projection tenant definition state processed total eventsPerSecond eta differences problem requestedBy startedAt finishedAt
      comparison { projection table rows differences samples { tenant key running rebuilt } }
    }
  }
`);

const Start = graphql(`
  mutation StartRebuild($name: String!, $tenant: String) { rebuildProjection(name: $name, tenant: $tenant) { id } }
`);

const Cancel = graphql(`
  mutation CancelRebuild($id: ID!) { cancelRebuild(id: $id) { id } }
`);

const Resume = graphql(`
  mutation ResumeRebuild($id: ID!) { resumeRebuild(id: $id) { id } }
`);

type Rebuild = RebuildsQuery['rebuilds'][number];

const words: Record<RebuildState, string> = {
  RUNNING: 'replaying',
  COMPARING: 'taking over',
  SWITCHED: 'done',
  CANCELLED: 'cancelled',
  FAILED: 'failed',
};

const looks: Record<RebuildState, string> = { RUNNING: '', COMPARING: '', SWITCHED: 'good', CANCELLED: 'warned', FAILED: 'bad' };

/** Starts rebuilds, shows how far they have come and what they found, stops and resumes them. */
export function Rebuilds({ names }: { names: readonly string[] }) {
  const { data, error, fetching, retry } = useAnswer(RebuildList, {}, { fresh: true, every: 1_000 });
  const { current } = useTenancy();
  const [name, choose] = useState('all');
  const [own, only] = useState(false);
  const [started, start] = useMutation(Start);
  const [cancelled, cancel] = useMutation(Cancel);
  const [resumed, resume] = useMutation(Resume);
  const refused = started.error ?? cancelled.error ?? resumed.error;
  const busy = started.fetching || cancelled.fetching || resumed.fetching;
  const choices = [{ value: 'all', label: 'Every read model' }, ...names.map((value) => ({ value, label: value }))];
  return (
    <Card
      title="Rebuilds"
      controls={
        <>
          <Select size="xs" w={170} aria-label="What to rebuild" allowDeselect={false} value={name} onChange={(value) => choose(value ?? 'all')} data={choices} />
          <Select size="xs" w={150} aria-label="Whose part" allowDeselect={false} value={own ? 'own' : 'all'} onChange={(value) => only(value === 'own')} data={[{ value: 'all', label: 'of every tenant' }, { value: 'own', label: `of ${current.name}` }]} />
          <Button size="xs" loading={started.fetching} onClick={() => void start({ name, tenant: own ? current.id : null }).then(retry)}>
            Rebuild
          </Button>
        </>
      }
    >
      {refused && (
        <p role="alert" className="down">
          {failure(refused).detail}
        </p>
      )}
      <Answer data={data?.rebuilds} error={error} fetching={fetching} shape="bars" retry={retry}>
        {(rebuilds) =>
          rebuilds.length === 0 ? (
            <EmptyState title="Nothing was rebuilt yet">
              <p>A rebuild replays every event into a new edition beside the running one, compares the two, and then takes over. Readers notice nothing.</p>
            </EmptyState>
          ) : (
            <table className="plain cards">
              <thead>
                <tr>
                  <th>What</th>
                  <th>State</th>
                  <th>Progress</th>
                  <th>Result</th>
                  <th>Asked for (UTC)</th>
                  <th aria-label="Actions" />
                </tr>
              </thead>
              <tbody>
                {rebuilds.map((rebuild) => (
                  <tr key={rebuild.id}>
                    <td data-label="What">
                      {rebuild.projection === 'all' ? 'Every read model' : rebuild.projection} {rebuild.tenant && <span className="quiet">of {rebuild.tenant}{rebuild.definition && ', one that was changed'}</span>}
                    </td>
                    <td data-label="State">
                      <span className={`status ${looks[rebuild.state]}`}>{words[rebuild.state]}</span>
                    </td>
                    <td data-label="Progress">
                      <Progress rebuild={rebuild} />
                    </td>
                    <td className="block">
                      <Result rebuild={rebuild} />
                    </td>
                    <td data-label="Asked for (UTC)" title={`by ${rebuild.requestedBy}`}>
                      {moment(rebuild.startedAt)}
                    </td>
                    <td>
                      {(rebuild.state === 'RUNNING' || rebuild.state === 'COMPARING') && (
                        <Button variant="light" size="compact-sm" disabled={busy} onClick={() => void cancel({ id: rebuild.id }).then(retry)}>
                          Cancel
                        </Button>
                      )}
                      {(rebuild.state === 'CANCELLED' || rebuild.state === 'FAILED') && (
                        <Button variant="light" size="compact-sm" disabled={busy} onClick={() => void resume({ id: rebuild.id }).then(retry)}>
                          Resume
                        </Button>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Answer>
    </Card>
  );
}

function Progress({ rebuild: { state, projection, processed, total, eventsPerSecond, eta } }: { rebuild: Rebuild }) {
  if (state !== 'RUNNING') return <span>{counted(processed, 'event')}</span>;
  return (
    <>
      <progress value={processed} max={Math.max(1, total)} aria-label={`Progress of rebuilding ${projection}`} />
      <div className="quiet">
        {exact(processed)} of {exact(total)}, {exact(eventsPerSecond)} a second{eta && `, ${duration(seconds(eta))} left`}
      </div>
    </>
  );
}

function Result({ rebuild: { problem, differences, comparison } }: { rebuild: Rebuild }) {
  if (problem) return <span className="down">{problem}</span>;
  if (differences === null || !comparison) return <span className="quiet">not compared yet</span>;
  return differences === 0 ? (
    <span>{`The same as before, in ${counted(comparison.reduce((rows, table) => rows + table.rows, 0), 'row')}`}</span>
  ) : (
    <Differences total={differences} tables={comparison.filter((table) => table.differences > 0)} />
  );
}
