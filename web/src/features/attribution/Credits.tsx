import { useRef, useState } from 'react';
import { BarChart } from '../../components/chart/BarChart';
import { colourOf } from '../../components/chart/palette';
import { Card } from '../../components/Card';
import { ExportMenu } from '../../components/ExportMenu';
import { AsGraphQL, useGraphQL } from '../../components/insight/AsGraphQL';
import { Help } from '../../components/insight/Help';
import { Nothing } from '../../components/Nothing';
import { Answer } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { csv } from '../../lib/csv';
import { downloadCsv } from '../../lib/download';
import { counted, precise, rangeName } from '../../lib/format';
import { graphql } from '../../lib/gql';
import type { AttributionInput, AttributionModel } from '../../lib/gql/graphql';
import { useView } from '../../lib/view';
import { valueName } from '../../lib/words';
import { CreditPersons } from './CreditPersons';
import { CreditTable } from './CreditTable';
import { alike, models, owed } from './models';

const AttributionAnswer = graphql(`
  query AttributionAnswer($input: AttributionInput!) {
    attribution(input: $input) {
      conversions
      amount
      rows { value credits { model conversions amount } }
    }
  }
`);

const meaning = `Each conversion is divided among its person's visits that began within the look-back: ${Object.values(models).map((model) => `${model.label}: ${model.meaning}`).join('; ')}. By every model the credits add up to all conversions. "(none)": the visit's first event says nothing, or no visit began in time.`;

/** The answer as a bar for each model, and as figures side by side. */
export function Credits({ input }: { input: AttributionInput }) {
  const { view } = useView();
  const [picked, pick] = useState<{ model: AttributionModel; value: string } | null>(null);
  const drawing = useRef<SVGSVGElement>(null);
  const { open, window: query } = useGraphQL();
  const { data, error, fetching, retry } = useAnswer(AttributionAnswer, { input }, { fresh: view.running && !view.asOf });
  const found = data?.attribution;
  const property = input.property ?? 'channel';
  const shown = found?.rows[0]?.credits.map(({ model }) => model) ?? [];
  const kinds = (found?.rows ?? []).map(({ value }, index) => ({ label: valueName(property, value), colour: colourOf(index) }));
  const subtitle = rangeName(view.from, view.to);
  const picture = async () => {
    const [{ canvasOf }, { downloadPng }] = await Promise.all([import('../../components/chart/picture'), import('../../components/chart/png')]);
    if (drawing.current) downloadPng(await canvasOf(drawing.current), 'Attribution', `${subtitle}, UTC`, kinds);
  };
  const table = () => downloadCsv(csv(['Owed to', ...shown.map((model) => models[model].label)], (found?.rows ?? []).map((row) => [row.value, ...row.credits.map(owed)])), `Attribution ${subtitle}`);
  return (
    <Card
      title="Credit by model"
      controls={
        <>
          <Help of="Credit by model">{meaning}</Help>
          <ExportMenu of="Attribution" csv={found && table} png={found && found.rows.length > 0 ? () => void picture() : undefined}>
            <AsGraphQL document={AttributionAnswer} variables={{ input }} onOpen={open} keep={{ kind: 'ATTRIBUTION', question: input, title: 'Attribution' }} />
          </ExportMenu>
        </>
      }
    >
      {query}
      <Answer data={found} error={error} fetching={fetching} shape="chart" retry={retry}>
        {(known) =>
          known.conversions === 0 ? (
            <Nothing filtered />
          ) : (
            <>
              <p className="flush">
                <b className="hero small" data-testid="conversions">
                  {precise(known.amount ?? known.conversions)}
                </b>{' '}
                <span className="quiet">
                  {known.amount === null ? counted(known.conversions, 'conversion').replace(/^\S+ /, '') : `of ${input.amount} in ${counted(known.conversions, 'conversion')}`}
                  {alike(known) ? '; all models agree, as the visits before each conversion do' : ''}
                </span>
              </p>
              <ul className="legend">
                {kinds.map(({ label, colour }) => (
                  <li key={label}>
                    <i className="swatch" style={{ '--colour': `var(${colour})` } as React.CSSProperties} aria-hidden /> {label}
                  </li>
                ))}
              </ul>
              <BarChart
                label="Credit by model"
                drawing={drawing}
                kinds={kinds}
                bars={shown.map((model, place) => ({ label: models[model].short, title: models[model].label, values: known.rows.map(({ credits }) => (credits[place] ? owed(credits[place]) : 0)) }))}
                onPick={(bar, kind) => shown[bar] && known.rows[kind] && pick({ model: shown[bar], value: known.rows[kind].value })}
              />
              <CreditTable found={known} property={property} onWho={(model, value) => pick({ model, value })} />
            </>
          )
        }
      </Answer>
      {picked && <CreditPersons input={input} {...picked} onClose={() => pick(null)} />}
    </Card>
  );
}
