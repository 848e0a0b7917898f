import { Button } from '@mantine/core';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useCatalog } from '../../components/catalog';
import { Card } from '../../components/Card';
import { ExportMenu } from '../../components/ExportMenu';
import { AsGraphQL, useGraphQL } from '../../components/insight/AsGraphQL';
import { Help } from '../../components/insight/Help';
import { Nothing } from '../../components/Nothing';
import { Page } from '../../components/Page';
import { Answer, EmptyState } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { csv } from '../../lib/csv';
import { downloadCsv } from '../../lib/download';
import { counted, percent, rangeName, seconds } from '../../lib/format';
import { graphql } from '../../lib/gql';
import type { FunnelAnswerQuery } from '../../lib/gql/graphql';
import { useView } from '../../lib/view';
import { eventName, ownEvents } from '../../lib/words';
import { type Definition, nouns, question, readDefinition, windows, writeDefinition } from './definition';
import { Correlations } from './Correlations';
import { FunnelPersons } from './FunnelPersons';
import { FunnelSince } from './FunnelSince';
import { Keep, Versions } from './Opened';
import { Bars, Splits } from './Result';
import { SavedList } from './SavedList';
import { Steps } from './Steps';
import { TimeToConvert } from './TimeToConvert';

const FunnelAnswer = graphql(`
  query FunnelAnswer($input: FunnelInput!) {
    funnel(input: $input) {
      conversion
      asOf
      timeToConvert { count median p90 histogram(bins: 20) { from to count } }
      steps { index label count conversionFromStart conversionFromPrevious medianTimeFromPrevious p90TimeFromPrevious }
      breakdowns {
        value
        steps { index label count conversionFromStart conversionFromPrevious medianTimeFromPrevious p90TimeFromPrevious }
      }
    }
  }
`);

const meaning =
  'Step 1 must happen in the range, the others within the window from it, its end included. Of several attempts the one that got furthest counts; an event fills one step at most. An attempt with an excluded event between its first and last step is discarded.';

export type Funnel = FunnelAnswerQuery['funnel'];

/** Where people drop on a way of several steps, and who. */
export default function FunnelsPage() {
  const { view } = useView();
  const [params, setParams] = useSearchParams();
  const definition = readDefinition(params);
  const change = (next: Definition) => void setParams((before) => writeDefinition(before, next));
  return (
    <Page title="Funnels" about="Who takes all steps, and where the others drop.">
      {definition.steps.length === 0 ? (
        <FirstSteps onStart={(steps) => change({ ...definition, steps })} />
      ) : (
        <>
          <Card title="Steps" controls={<Keep definition={definition} />}>
            <Steps definition={definition} range={view.range} onChange={change} />
          </Card>
          <Result definition={definition} />
        </>
      )}
      <SavedList />
    </Page>
  );
}

/** An example from the tenant's own events: the page views, then what the site itself sends, the most frequent first. */
function FirstSteps({ onStart }: { onStart: (steps: Definition['steps']) => void }) {
  const { events } = useCatalog();
  if (events.length === 0)
    return (
      <section className="card" aria-label="No events">
        <Nothing />
      </section>
    );
  const names = events.map((event) => event.name);
  const example = [...new Set([...(names.includes('page_viewed') ? ['page_viewed'] : []), ...ownEvents(names), ...names])].slice(0, 4);
  return (
    <section className="card" aria-label="No funnel yet">
      <EmptyState title="Which way do you want to follow?">
        <p>A funnel is a few events in a row, such as a view, a sign-up, an order. It shows how many get how far, how long it takes them, and who they are.</p>
        <Button variant="light" size="sm" onClick={() => onStart(example.map((name) => ({ name, filters: [] })))}>
          {`Begin with ${example.map(eventName).join(' → ')}`}
        </Button>
      </EmptyState>
    </section>
  );
}

function Result({ definition }: { definition: Definition }) {
  const { view } = useView();
  const input = question(definition, view);
  const { data, error, fetching, retry } = useAnswer(FunnelAnswer, { input }, { fresh: view.running && !view.asOf });
  const [persons, showPersons] = useState<{ step: number; dropped: boolean } | null>(null);
  const { open, window: query } = useGraphQL();
  const save = (funnel: Funnel) =>
    downloadCsv(
      csv(
        ['Value', 'Step', 'Event', 'Count', 'Of step 1', 'Of the step before', 'Median seconds', '90th percentile seconds'],
        [{ value: '(all)', steps: funnel.steps }, ...funnel.breakdowns].flatMap(({ value, steps }) =>
          steps.map((step) => [value, step.index + 1, eventName(step.label), step.count, step.conversionFromStart, step.conversionFromPrevious, step.medianTimeFromPrevious && seconds(step.medianTimeFromPrevious), step.p90TimeFromPrevious && seconds(step.p90TimeFromPrevious)]),
        ),
      ),
      `Funnel ${rangeName(view.from, view.to)}`,
    );
  const draw = (funnel: Funnel) =>
    void Promise.all([import('../../components/chart/png'), import('./funnelCanvas')]).then(([{ downloadPng }, { funnelCanvas }]) =>
      downloadPng(funnelCanvas(funnel.steps, nouns[definition.unit]), `Funnel: ${percent(funnel.conversion)}`, `${rangeName(view.from, view.to)}, UTC`),
    );
  return (
    <>
      <Card
        title="Conversion"
        controls={
          <>
            <Help of="Conversion">{meaning}</Help>
            <ExportMenu of="Conversion" csv={data && (() => save(data.funnel))} png={data && (() => draw(data.funnel))}>
              <AsGraphQL document={FunnelAnswer} variables={{ input }} onOpen={open} keep={{ kind: 'FUNNEL', question: input, title: definition.steps.map((step) => eventName(step.name)).join(' → ').slice(0, 80) }} />
            </ExportMenu>
          </>
        }
      >
        {query}
        <Answer data={data?.funnel} error={error} fetching={fetching} shape="chart" retry={retry}>
          {(funnel) =>
            (funnel.steps[0]?.count ?? 0) === 0 ? (
              <EmptyState title="Nobody took the first step in this range">
                <p>Choose a longer range, or remove a condition.</p>
              </EmptyState>
            ) : (
              <>
                <p className="flush">
                  <b className="hero small" data-testid="conversion">
                    {percent(funnel.conversion)}
                  </b>{' '}
                  <span className="quiet">
                    of {counted(funnel.steps[0]?.count ?? 0, nouns[definition.unit])} took all {funnel.steps.length} steps within {windows[definition.window]} of the first
                  </span>
                </p>
                <Bars steps={funnel.steps} noun={nouns[definition.unit]} onPersons={(step, dropped) => showPersons({ step, dropped })} />
                {definition.split && funnel.breakdowns.length > 0 && <Splits property={definition.split} breakdowns={funnel.breakdowns} />}
                <TimeToConvert time={funnel.timeToConvert} noun={nouns[definition.unit]} />
              </>
            )
          }
        </Answer>
        {persons && <FunnelPersons input={input} step={persons.step} dropped={persons.dropped} onClose={() => showPersons(null)} />}
      </Card>
      {view.asOf && <FunnelSince key={JSON.stringify(input)} input={input} asOf={view.asOf} />}
      <Correlations input={input} />
      <Versions onNews={retry} />
    </>
  );
}
