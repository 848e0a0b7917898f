import { useRef, useState } from 'react';
import { BarChart } from '../../components/chart/BarChart';
import { Card } from '../../components/Card';
import { ExportMenu } from '../../components/ExportMenu';
import { AsGraphQL, useGraphQL } from '../../components/insight/AsGraphQL';
import { Help } from '../../components/insight/Help';
import { MatchEditor } from '../../components/insight/MatchEditor';
import { Nothing } from '../../components/Nothing';
import { Page } from '../../components/Page';
import { Answer } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { csv } from '../../lib/csv';
import { downloadCsv } from '../../lib/download';
import { counted, percent, rangeName } from '../../lib/format';
import { graphql } from '../../lib/gql';
import { useMatch } from '../../lib/match';
import { useView } from '../../lib/view';
import { DayRows } from './DayRows';
import { StickyPersons } from './StickyPersons';

const StickinessAnswer = graphql(`
  query StickinessAnswer($input: StickinessInput!) {
    stickiness(input: $input) {
      days { daysActive persons }
    }
  }
`);

const kinds = [{ label: 'Persons', colour: '--bar-strong' }];
const meaning = 'Persons by the number of different days (UTC) of the range on which they were active. A person stands in exactly one row, so the rows add up to everybody who was active.';

/** On how many different days people come. */
export default function StickinessPage() {
  const { view } = useView();
  const [match, setMatch] = useMatch('match');
  const [picked, pick] = useState<number | null>(null);
  const drawing = useRef<SVGSVGElement>(null);
  const { open, window: query } = useGraphQL();
  const input = { range: view.range, match, filters: view.filters, segmentId: view.segmentId, asOf: view.asOf };
  const { data, error, fetching, retry } = useAnswer(StickinessAnswer, { input }, { fresh: view.running && !view.asOf });
  const before = useAnswer(StickinessAnswer, { input: { ...input, range: view.before } }, { pause: !view.compare });
  const days = data?.stickiness.days;
  const earlier = view.compare ? before.data?.stickiness.days : undefined;
  const title = `Stickiness ${rangeName(view.from, view.to)}`;
  const picture = async () => {
    const [{ canvasOf }, { downloadPng }] = await Promise.all([import('../../components/chart/picture'), import('../../components/chart/png')]);
    if (drawing.current) downloadPng(await canvasOf(drawing.current), 'Stickiness', `${rangeName(view.from, view.to)}, UTC`);
  };
  return (
    <Page title="Stickiness" about="On how many different days people come.">
      <Card title="Question">
        <MatchEditor mark="A" label="being active" match={match} range={view.range} onChange={setMatch} />
      </Card>
      <Card
        title="Persons by days active"
        controls={
          <>
            <Help of="Persons by days active">{meaning}</Help>
            <ExportMenu
              of="Stickiness"
              csv={days && (() => downloadCsv(csv(['Days active', 'Persons'], days.map((day) => [day.daysActive, day.persons])), title))}
              png={days && (() => void picture())}
            >
              <AsGraphQL document={StickinessAnswer} variables={{ input }} onOpen={open} keep={{ kind: 'STICKINESS', question: input, title: 'Stickiness' }} />
            </ExportMenu>
          </>
        }
      >
        {query}
        <Answer data={days} error={error} fetching={fetching} shape="chart" retry={retry}>
          {(known) => {
            const all = known.reduce((sum, day) => sum + day.persons, 0);
            const often = known.filter((day) => day.daysActive > 1).reduce((sum, day) => sum + day.persons, 0);
            return all === 0 ? (
              <Nothing filtered />
            ) : (
              <>
                <p className="flush">
                  <b className="hero small" data-testid="often">
                    {percent(often / all)}
                  </b>{' '}
                  <span className="quiet">of {counted(all, 'person')} were active on two days or more</span>
                </p>
                <BarChart
                  label="Persons by days active"
                  drawing={drawing}
                  kinds={kinds}
                  bars={known.map(({ daysActive, persons }) => ({ label: String(daysActive), title: counted(daysActive, 'day'), values: [persons], before: earlier?.find((day) => day.daysActive === daysActive)?.persons ?? null }))}
                  onPick={(bar) => pick(known[bar]?.daysActive ?? null)}
                />
                <DayRows days={known} all={all} earlier={earlier} onPick={pick} />
              </>
            );
          }}
        </Answer>
      </Card>
      {picked !== null && <StickyPersons input={input} daysActive={picked} onClose={() => pick(null)} />}
    </Page>
  );
}
