import { useSubscription } from 'urql';
import { ExportMenu } from '../../components/ExportMenu';
import { failure } from '../../components/States';
import { csv } from '../../lib/csv';
import { downloadCsv } from '../../lib/download';
import { duration, exact, rangeName, seconds } from '../../lib/format';
import { graphql } from '../../lib/gql';
import type { WhatIfInput, WhatIfTriedSubscription } from '../../lib/gql/graphql';
import { difference, lines, rows } from './whatIf';

const Tried = graphql(`
  subscription WhatIfTried($input: WhatIfInput!) {
    whatIfProgressed(input: $input) {
      processed total eventsPerSecond eta
      result {
        sequence
        now { events persons sessions views bounceRate meanDuration viewsPerSession conversions conversionRate channels { channel conversions } }
        then { events persons sessions views bounceRate meanDuration viewsPerSession conversions conversionRate channels { channel conversions } }
      }
    }
  }
`);

type Progress = WhatIfTriedSubscription['whatIfProgressed'];

/** A trial of other rules: how far it has come, then the figures side by side. */
export function Trial({ input }: { input: WhatIfInput }) {
  const [{ data, error }] = useSubscription({ query: Tried, variables: { input } });
  if (error)
    return (
      <p role="alert" className="down">
        {failure(error).detail}
      </p>
    );
  const progress = data?.whatIfProgressed;
  return progress?.result ? <Compared input={input} result={progress.result} /> : <Running progress={progress} />;
}

function Running({ progress }: { progress: Progress | undefined }) {
  return (
    <div role="status">
      <progress value={progress?.processed ?? 0} max={Math.max(1, progress?.total ?? 1)} aria-label="Progress of the trial" />
      <div className="quiet">
        {progress && progress.total > 0 ? `${exact(progress.processed)} of ${exact(progress.total)}, ${exact(progress.eventsPerSecond)} a second${progress.eta ? `, ${duration(seconds(progress.eta))} left` : ''}` : 'Waiting for its turn'}
      </div>
    </div>
  );
}

function Compared({ input, result: { now, then, sequence } }: { input: WhatIfInput; result: NonNullable<Progress['result']> }) {
  const all = lines(now, then);
  const name = rangeName(input.range.from, input.range.to);
  return (
    <>
      <div className="controls spread">
        <p className="quiet flush">
          {name}, as of event {exact(sequence)}; nothing was changed
        </p>
        <ExportMenu of="What if" csv={() => downloadCsv(csv(['Figure', 'As it is', 'With these rules'], rows(all)), `What if ${name}`)} />
      </div>
      <table className="plain cards" aria-label="Figures under both rules">
        <thead>
          <tr>
            <th>Figure</th>
            <th className="number">As it is</th>
            <th className="number">With these rules</th>
            <th className="number">Difference</th>
          </tr>
        </thead>
        <tbody>
          {all.map((line) => (
            <tr key={line.name}>
              <td data-label="Figure">{line.name}</td>
              <td data-label="As it is" className="number">
                {line.show(line.now)}
              </td>
              <td data-label="With these rules" className="number">
                {line.show(line.then)}
              </td>
              <td data-label="Difference" className="number">
                {difference(line)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
