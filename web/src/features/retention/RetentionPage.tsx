import { useState } from 'react';
import { Card } from '../../components/Card';
import { ExportMenu } from '../../components/ExportMenu';
import { AsGraphQL, useGraphQL } from '../../components/insight/AsGraphQL';
import { Help } from '../../components/insight/Help';
import { Nothing } from '../../components/Nothing';
import { Page } from '../../components/Page';
import { Answer } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { csv } from '../../lib/csv';
import { downloadCsv } from '../../lib/download';
import { counted, percent, rangeName } from '../../lib/format';
import { graphql } from '../../lib/gql';
import type { RetentionAnswerQuery, RetentionInput } from '../../lib/gql/graphql';
import { useView } from '../../lib/view';
import { meaning, nouns } from './definition';
import { type Cell, CohortPersons } from './CohortPersons';
import { HeatMap } from './HeatMap';
import { Question, useQuestion } from './Question';

const RetentionAnswer = graphql(`
  query RetentionAnswer($input: RetentionInput!) {
    retention(input: $input) {
      cohorts { start breakdown size counts rates complete }
      mean
      period
      timeZone
      asOf
    }
  }
`);

export type Retention = RetentionAnswerQuery['retention'];

/** How many of those who began come back, and when. */
export default function RetentionPage() {
  const { view } = useView();
  const question = useQuestion(view);
  const [picked, pick] = useState<Cell | null>(null);
  return (
    <Page title="Retention" about="How many of those who began come back.">
      <Card title="Question">
        <Question question={question} range={view.range} />
      </Card>
      <Triangle input={question.input} fresh={view.running && !view.asOf} onPick={pick} />
      {picked && <CohortPersons input={question.input} cell={picked} onClose={() => pick(null)} />}
    </Page>
  );
}

function Triangle({ input, fresh, onPick }: { input: RetentionInput; fresh: boolean; onPick: (cell: Cell) => void }) {
  const { data, error, fetching, retry } = useAnswer(RetentionAnswer, { input }, { fresh });
  const { open, window: query } = useGraphQL();
  const title = `Retention ${rangeName(input.range.from, input.range.to)}`;
  const save = ({ cohorts, period }: Retention) =>
    downloadCsv(
      csv(
        ['Cohort (UTC)', ...(input.breakdown ? ['Value'] : []), 'Persons', ...(cohorts[0]?.counts ?? []).slice(1).map((_, index) => `${nouns[period]} ${index + 1}`)],
        cohorts.map((cohort) => [cohort.start, ...(input.breakdown ? [cohort.breakdown] : []), ...cohort.counts]),
      ),
      title,
    );
  const picture = async (known: Retention) => {
    const [{ heatCanvas }, { downloadPng }] = await Promise.all([import('./heatCanvas'), import('../../components/chart/png')]);
    downloadPng(heatCanvas(known), 'Retention', `${rangeName(input.range.from, input.range.to)}, UTC`);
  };
  const known = data?.retention;
  return (
    <Card
      title="Cohorts"
      controls={
        <>
          <Help of="Cohorts">{`${meaning.size} ${meaning.cell}`}</Help>
          <ExportMenu of="Retention" csv={known && (() => save(known))} png={known && (() => void picture(known))}>
            <AsGraphQL document={RetentionAnswer} variables={{ input }} onOpen={open} keep={{ kind: 'RETENTION', question: input, title: 'Retention' }} />
          </ExportMenu>
        </>
      }
    >
      {query}
      <Answer data={known} error={error} fetching={fetching} shape="rows" retry={retry}>
        {(answer) => {
          const all = answer.cohorts.reduce((sum, cohort) => sum + cohort.size, 0);
          return all === 0 ? (
            <Nothing filtered />
          ) : (
            <>
              <p className="flush">
                <b className="hero small" data-testid="retained">
                  {percent(answer.mean[1] ?? 0)}
                </b>{' '}
                <span className="quiet">
                  of {counted(all, 'person')} came back {`${nouns[answer.period].toLowerCase()} 1`}, where it is over
                </span>
              </p>
              <HeatMap retention={answer} split={input.breakdown ?? null} onPick={onPick} />
            </>
          );
        }}
      </Answer>
    </Card>
  );
}
