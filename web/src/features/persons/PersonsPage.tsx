import { Button, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { Card } from '../../components/Card';
import { ExportMenu } from '../../components/ExportMenu';
import { AsGraphQL, useGraphQL } from '../../components/insight/AsGraphQL';
import { Help } from '../../components/insight/Help';
import { personName } from '../../components/insight/Persons';
import { Nothing } from '../../components/Nothing';
import { Page } from '../../components/Page';
import { Answer, EmptyState } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { csv } from '../../lib/csv';
import { downloadCsv } from '../../lib/download';
import { exact, counted, rangeName } from '../../lib/format';
import { graphql } from '../../lib/gql';
import { changed, useView } from '../../lib/view';
import { PersonTable } from './PersonTable';
import { Rules } from './Rules';
import { namedLike, readRule, type Rule, segmentOf, writeRule } from './segment';

const PersonList = graphql(`
  query PersonList($range: TimeRange!, $filters: [PropertyFilter!], $segment: SegmentInput, $segmentId: ID, $asOf: DateTime, $first: Int!) {
    persons(range: $range, filters: $filters, segment: $segment, segmentId: $segmentId, asOf: $asOf, first: $first) {
      totalCount
      nodes { id visitorIds traits firstSeen lastSeen }
      pageInfo { hasNextPage }
    }
  }
`);

const page = 50;
const mostAtOnce = 500;
const meaning = 'Persons with at least one event in the range that passes the filters. Rules are asked as at the end of the range, over all that was known of a person by then; a trait is the last one told.';

/** Who the people are: those of a range, found by name, or all for whom some rules hold. */
export default function PersonsPage() {
  const { view } = useView();
  const [params, setParams] = useSearchParams();
  const [first, show] = useState(page);
  const rules = params.getAll('rule').flatMap((text) => readRule(text) ?? []);
  const all = params.get('rules') !== 'any';
  const sought = rules.length === 0 ? (params.get('q') ?? '') : '';
  const change = (changes: Record<string, string | readonly string[] | null>) => void setParams((before) => changed(before, changes));
  const segment = sought ? namedLike(sought) : segmentOf(rules, all);
  const variables = { range: view.range, filters: view.filters, segment, segmentId: segment ? null : view.segmentId, asOf: view.asOf, first };
  const { data, error, fetching, retry } = useAnswer(PersonList, variables, { fresh: view.running && !view.asOf });
  const { open, window: query } = useGraphQL();
  const persons = data?.persons;
  const traits = [...new Set(['name', 'email', ...(persons?.nodes ?? []).flatMap((person) => Object.keys(person.traits))])].sort().map((name) => `traits.${name}`);
  return (
    <Page title="Persons" about="Who the people are, and what is known of them.">
      <Card title="Who">
        <div className="stack tight">
          {rules.length === 0 && <Search key={sought} sought={sought} onSearch={(text) => change({ q: text || null })} />}
          <Rules rules={rules} all={all} range={view.range} traits={traits} onChange={(next: readonly Rule[]) => change({ rule: next.map(writeRule), q: null })} onAll={(next) => change({ rules: next ? null : 'any' })} />
        </div>
      </Card>
      <Card
        title="Persons"
        controls={
          <>
            <Help of="Persons">{meaning}</Help>
            <ExportMenu
              of="Persons"
              csv={persons && (() => downloadCsv(csv(['Id', 'Name', 'Visitor ids', 'Traits', 'First seen (UTC)', 'Last seen (UTC)'], persons.nodes.map((person) => [person.id, personName(person), person.visitorIds.join(' '), JSON.stringify(person.traits), person.firstSeen, person.lastSeen])), `Persons ${rangeName(view.from, view.to)}`))}
            >
              <AsGraphQL document={PersonList} variables={variables} onOpen={open} />
            </ExportMenu>
          </>
        }
      >
        {query}
        <Answer data={persons} error={error} fetching={fetching} shape="rows" retry={retry}>
          {(found) =>
            found.totalCount === 0 ? (
              rules.length > 0 || sought ? <EmptyState title="Nobody like that in this range" /> : <Nothing filtered={view.filters.length > 0} />
            ) : (
              <>
                <p className="flush">
                  <b className="hero small" data-testid="persons">
                    {exact(found.totalCount)}
                  </b>{' '}
                  <span className="quiet">{counted(found.totalCount, 'person').replace(/^\S+ /, '')} active in the range</span>
                </p>
                <PersonTable persons={found.nodes} />
                {found.pageInfo.hasNextPage && first < mostAtOnce && (
                  <Button variant="light" size="compact-sm" mt="md" onClick={() => show(mostAtOnce)}>
                    Show more
                  </Button>
                )}
              </>
            )
          }
        </Answer>
      </Card>
    </Page>
  );
}

function Search({ sought, onSearch }: { sought: string; onSearch: (text: string) => void }) {
  const [text, type] = useState(sought);
  return (
    <form
      role="search"
      className="controls start"
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(text.trim());
      }}
    >
      <TextInput className="names grow" size="sm" aria-label="Name, email or id" placeholder="Name, email or id" leftSection={<IconSearch size={16} aria-hidden />} value={text} onChange={(event) => type(event.currentTarget.value)} />
      <Button type="submit" size="sm" variant="default">
        Find
      </Button>
    </form>
  );
}
