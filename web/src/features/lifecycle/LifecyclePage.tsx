import { useRef, useState } from 'react';
import { BarChart } from '../../components/chart/BarChart';
import { Card } from '../../components/Card';
import { ExportMenu } from '../../components/ExportMenu';
import { AsGraphQL, useGraphQL } from '../../components/insight/AsGraphQL';
import { GranularityPicker } from '../../components/insight/GranularityPicker';
import { Help } from '../../components/insight/Help';
import { MatchEditor } from '../../components/insight/MatchEditor';
import { Nothing } from '../../components/Nothing';
import { Page } from '../../components/Page';
import { Answer } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { csv } from '../../lib/csv';
import { downloadCsv } from '../../lib/download';
import { periodName, periodTick, rangeName } from '../../lib/format';
import { graphql } from '../../lib/gql';
import type { LifecycleState } from '../../lib/gql/graphql';
import { useMatch } from '../../lib/match';
import { useView } from '../../lib/view';
import { LifecyclePersons } from './LifecyclePersons';
import { PeriodRows } from './PeriodRows';
import { type Period, states } from './states';

const LifecycleAnswer = graphql(`
  query LifecycleAnswer($input: LifecycleInput!) {
    lifecycle(input: $input) {
      periods { start new returning resurrecting dormant complete }
    }
  }
`);

const meaning =
  'Persons of each period. New: active for the first time ever. Returning: active in it and in the one before. Back after a pause: active in it and at some time, but not in the one before. Gone quiet: active in the one before, not in it. The first three are all that were active.';

/** Who is new, who stays, who comes back, who goes. */
export default function LifecyclePage() {
  const { view } = useView();
  const [match, setMatch] = useMatch('match');
  const [picked, pick] = useState<{ start: string; state: LifecycleState; title: string } | null>(null);
  const drawing = useRef<SVGSVGElement>(null);
  const { open, window: query } = useGraphQL();
  const input = { range: view.range, granularity: view.granularity, match, filters: view.filters, segmentId: view.segmentId, asOf: view.asOf };
  const { data, error, fetching, retry } = useAnswer(LifecycleAnswer, { input }, { fresh: view.running && !view.asOf });
  const periods = data?.lifecycle.periods;
  const title = `Lifecycle ${rangeName(view.from, view.to)}`;
  const show = (period: Period, { state, label }: (typeof states)[number]) => pick({ start: period.start, state, title: `${label}: ${periodName(period.start, view.granularity)}` });
  const picture = async () => {
    const [{ canvasOf }, { downloadPng }] = await Promise.all([import('../../components/chart/picture'), import('../../components/chart/png')]);
    if (drawing.current) downloadPng(await canvasOf(drawing.current), 'Lifecycle', `${rangeName(view.from, view.to)}, UTC`, states);
  };
  return (
    <Page title="Lifecycle" about="Who is new, who stays, who comes back, and who goes quiet.">
      <Card title="Question">
        <MatchEditor mark="A" label="being active" match={match} range={view.range} onChange={setMatch} />
      </Card>
      <Card
        title="Persons by period"
        controls={
          <>
            <Help of="Persons by period">{meaning}</Help>
            <GranularityPicker />
            <ExportMenu
              of="Lifecycle"
              csv={periods && (() => downloadCsv(csv(['Start (UTC)', ...states.map(({ label }) => label)], periods.map((period) => [period.start, ...states.map(({ of }) => of(period))])), title))}
              png={periods && (() => void picture())}
            >
              <AsGraphQL document={LifecycleAnswer} variables={{ input }} onOpen={open} keep={{ kind: 'LIFECYCLE', question: input, title: 'Lifecycle' }} />
            </ExportMenu>
          </>
        }
      >
        {query}
        <Answer data={periods} error={error} fetching={fetching} shape="chart" retry={retry}>
          {(known) =>
            known.every((period) => states.every(({ of }) => of(period) === 0)) ? (
              <Nothing filtered />
            ) : (
              <>
                <ul className="legend">
                  {states.map(({ label, colour }) => (
                    <li key={label}>
                      <i className="swatch" style={{ '--colour': `var(${colour})` } as React.CSSProperties} aria-hidden /> {label}
                    </li>
                  ))}
                </ul>
                <BarChart
                  label="Persons by period"
                  drawing={drawing}
                  kinds={states}
                  bars={known.map((period) => ({ label: periodTick(period.start, view.granularity), title: periodName(period.start, view.granularity), values: states.map(({ of }) => of(period)), complete: period.complete }))}
                  onPick={(bar, kind) => known[bar] && states[kind] && show(known[bar], states[kind])}
                />
                <PeriodRows periods={known} granularity={view.granularity} onPick={show} />
              </>
            )
          }
        </Answer>
      </Card>
      {picked && <LifecyclePersons input={input} {...picked} onClose={() => pick(null)} />}
    </Page>
  );
}
