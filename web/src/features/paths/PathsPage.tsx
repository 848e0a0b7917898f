import { Button, Select } from '@mantine/core';
import { useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { Card } from '../../components/Card';
import { ExportMenu } from '../../components/ExportMenu';
import { AsGraphQL, useGraphQL } from '../../components/insight/AsGraphQL';
import { Help } from '../../components/insight/Help';
import { type Deed, WhoDid } from '../../components/insight/WhoDid';
import { Nothing } from '../../components/Nothing';
import { Page } from '../../components/Page';
import { Answer, EmptyState } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { csv } from '../../lib/csv';
import { downloadCsv } from '../../lib/download';
import { counted, exact, percent, rangeName } from '../../lib/format';
import { graphql } from '../../lib/gql';
import type { PathNode, PathsInput, PathUnit } from '../../lib/gql/graphql';
import { changed, useChoice, useView } from '../../lib/view';
import { eventName } from '../../lib/words';
import { LinkRows } from './LinkRows';
import { NodeSelect } from './NodeSelect';
import type { Node } from './sankey';
import { Sankey } from './Sankey';

const PathsAnswer = graphql(`
  query PathsAnswer($input: PathsInput!) {
    paths(input: $input) {
      paths
      links { step source target count }
    }
  }
`);

const lengths: [string, ...string[]] = ['5', '3', '4', '6', '8', '10'];
const meaning = 'The ways of sessions (or of persons, for a day from their first step) over pages or events. The same one again right after itself counts once. The eight most used nodes of each step stand alone, all others are "(other)".';

/** Which ways people take. */
export default function PathsPage() {
  const { view } = useView();
  const [params, setParams] = useSearchParams();
  const [node] = useChoice<PathNode>('node', ['PAGE', 'EVENT']);
  const [unit, setUnit] = useChoice<PathUnit>('unit', ['SESSION', 'PERSON']);
  const [length, setLength] = useChoice('steps', lengths);
  const [begin, end] = [params.get('begin'), params.get('end')];
  const change = (changes: Record<string, string | null>) => void setParams((before) => changed(before, changes));
  const input: PathsInput = { range: view.range, node, unit, startAt: begin, endAt: end, maxSteps: Number(length), topK: 8, filters: view.filters, segmentId: view.segmentId, asOf: view.asOf };
  return (
    <Page title="Paths" about="Which ways people take.">
      <Card title="Question">
        <div className="controls start">
          <Select size="sm" w={130} aria-label="What paths lead over" allowDeselect={false} value={node} data={[{ value: 'PAGE', label: 'over pages' }, { value: 'EVENT', label: 'over events' }]} onChange={(value) => change({ node: value === 'PAGE' ? null : value, begin: null, end: null })} />
          <Select size="sm" w={140} aria-label="Taken by" allowDeselect={false} value={unit} data={[{ value: 'SESSION', label: 'in a session' }, { value: 'PERSON', label: 'by a person' }]} onChange={(value) => setUnit(value as PathUnit)} />
          <Select size="sm" w={120} aria-label="Number of steps" allowDeselect={false} value={length} data={[...lengths].sort((one, other) => Number(one) - Number(other)).map((value) => ({ value, label: `${value} steps` }))} onChange={(value) => setLength(value ?? '5')} />
          <NodeSelect label="Begin with" placeholder="beginning anywhere" node={node} range={view.range} value={begin} onChange={(value) => change({ begin: value })} />
          <NodeSelect label="End with" placeholder="ending anywhere" node={node} range={view.range} value={end} onChange={(value) => change({ end: value })} />
        </div>
      </Card>
      <Ways key={JSON.stringify(input)} input={input} node={node} noun={unit === 'SESSION' ? 'session' : 'person'} onAnchor={change} />
    </Page>
  );
}

function Ways({ input, node, noun, onAnchor }: { input: PathsInput; node: PathNode; noun: string; onAnchor: (changes: Record<string, string | null>) => void }) {
  const { view } = useView();
  const { data, error, fetching, retry } = useAnswer(PathsAnswer, { input }, { fresh: view.running && !view.asOf });
  const [chosen, choose] = useState<Node | null>(null);
  const [deed, show] = useState<Deed | null>(null);
  const drawing = useRef<SVGSVGElement>(null);
  const { open, window: query } = useGraphQL();
  const name = node === 'PAGE' ? (text: string) => text : eventName;
  const found = data?.paths;
  const title = `Paths ${rangeName(view.from, view.to)}`;
  const picture = async () => {
    const [{ canvasOf }, { downloadPng }] = await Promise.all([import('../../components/chart/picture'), import('../../components/chart/png')]);
    if (drawing.current) downloadPng(await canvasOf(drawing.current), 'Paths', `${rangeName(view.from, view.to)}, UTC`);
  };
  const whoWasAt = (place: string): Deed => ({
    title: node === 'PAGE' ? `Viewed ${place}` : `Did ${name(place)}`,
    range: view.range,
    match: node === 'PAGE' ? ['page_viewed', 'screen_viewed'].map((event) => ({ name: event, filters: [{ property: 'page', operator: 'EQUALS' as const, values: [place] }] })) : [{ name: place, filters: [] }],
    filters: view.filters,
    segmentId: view.segmentId,
    asOf: view.asOf,
  });
  return (
    <Card
      title="Ways"
      controls={
        <>
          <Help of="Ways">{meaning}</Help>
          <ExportMenu of="Paths" csv={found && (() => downloadCsv(csv(['Step', 'From', 'To', 'Count'], found.links.map((link) => [link.step, name(link.source), name(link.target), link.count])), title))} png={found && found.links.length > 0 ? () => void picture() : undefined}>
            <AsGraphQL document={PathsAnswer} variables={{ input }} onOpen={open} keep={{ kind: 'PATHS', question: input, title: 'Paths' }} />
          </ExportMenu>
        </>
      }
    >
      {query}
      <Answer data={found} error={error} fetching={fetching} shape="chart" retry={retry}>
        {({ paths, links }) =>
          paths === 0 ? (
            <Nothing filtered />
          ) : links.length === 0 ? (
            <EmptyState title={`None of ${counted(paths, noun)} has a second step`}>
              <p>Choose a longer range, or another beginning or end.</p>
            </EmptyState>
          ) : (
            <>
              <p className="flush">
                <b className="hero small" data-testid="paths">
                  {exact(paths)}
                </b>{' '}
                <span className="quiet">{counted(paths, noun).replace(/^\S+ /, '')} on these ways; those of a single step have no band</span>
              </p>
              <Sankey links={links} paths={paths} noun={noun} name={name} chosen={chosen} drawing={drawing} onChoose={choose} />
              <div role="status" className="controls start chosen">
                {chosen && (
                  <>
                    <span>
                      <b>{name(chosen.name)}</b> as step {chosen.step}: {counted(chosen.count, noun)}, {percent(chosen.onward / chosen.count)} go on
                    </span>
                    {chosen.name !== '(other)' && (
                      <>
                        <Button variant="default" size="xs" onClick={() => onAnchor({ begin: chosen.name })}>
                          Paths from here
                        </Button>
                        <Button variant="default" size="xs" onClick={() => onAnchor({ end: chosen.name })}>
                          Paths to here
                        </Button>
                        <Button variant="default" size="xs" onClick={() => show(whoWasAt(chosen.name))}>
                          Persons who were here
                        </Button>
                      </>
                    )}
                  </>
                )}
              </div>
              <LinkRows links={links} name={name} />
            </>
          )
        }
      </Answer>
      {deed && <WhoDid deed={deed} onClose={() => show(null)} />}
    </Card>
  );
}
