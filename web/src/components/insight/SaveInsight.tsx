import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useClient, useQuery } from 'urql';
import { Modal } from '@mantine/core';
import { graphql } from '../../lib/gql';
import type { InsightKind, InsightSpan } from '../../lib/gql/graphql';
import { sharedSearch } from '../../lib/places';
import { type Preset, useView } from '../../lib/view';
import { failure } from '../States';

const Boards = graphql(`
  query DashboardChoices { dashboards { id name } }
`);

const Save = graphql(`
  mutation SaveInsight($name: String!, $kind: InsightKind!, $question: JSON!, $span: InsightSpan!) { saveInsight(name: $name, kind: $kind, question: $question, span: $span) { id } }
`);

const Define = graphql(`
  mutation DefineDashboardForInsight($name: String!) { defineDashboard(name: $name) { id name } }
`);

const Place = graphql(`
  mutation PlaceNewTile($dashboard: ID!, $insight: ID!) { placeTile(dashboardId: $dashboard, insightId: $insight) { id name } }
`);

/** A question that can be kept. */
export interface Keepable {
  kind: InsightKind;
  question: object;
  title: string;
}

const spans: Record<Preset, InsightSpan> = { today: 'TODAY', yesterday: 'YESTERDAY', '7d': 'LAST_7_DAYS', '28d': 'LAST_28_DAYS', '90d': 'LAST_90_DAYS', month: 'THIS_MONTH', year: 'THIS_YEAR', custom: 'FIXED' };
const fresh = 'new';

/** Keeps a question under a name, on a dashboard. */
export function SaveInsight({ kind, question, title, onClose }: Keepable & { onClose: () => void }) {
  const { view } = useView();
  const client = useClient();
  const [params] = useSearchParams();
  const [{ data }] = useQuery({ query: Boards, requestPolicy: 'cache-and-network' });
  const [name, type] = useState(title);
  const [board, choose] = useState<string | null>(null);
  const [boardName, typeBoard] = useState('Dashboard');
  const [state, become] = useState<{ saving: boolean; problem: string; done: { id: string; name: string } | null }>({ saving: false, problem: '', done: null });
  const boards = data?.dashboards ?? [];
  const chosen = board ?? boards[0]?.id ?? fresh;
  const save = async () => {
    become({ saving: true, problem: '', done: null });
    const insight = await client.mutation(Save, { name: name.trim(), kind, question: question as Record<string, unknown>, span: spans[view.preset] });
    const made = insight.data && chosen === fresh ? await client.mutation(Define, { name: boardName.trim() }) : null;
    const target = chosen === fresh ? made?.data?.defineDashboard.id : chosen;
    const placed = insight.data && target ? await client.mutation(Place, { dashboard: target, insight: insight.data.saveInsight.id }) : null;
    const error = insight.error ?? made?.error ?? placed?.error;
    become({ saving: false, problem: error ? failure(error).detail : '', done: placed?.data?.placeTile ?? null });
  };
  return (
    <Modal opened onClose={onClose} title="Save to a dashboard" transitionProps={{ duration: 100 }} closeButtonProps={{ 'aria-label': 'Close' }}>
      {state.done ? (
        <div className="stack">
          <p className="flush" role="status">
            Saved on “{state.done.name}”.
          </p>
          <div className="controls">
            <Button variant="default" onClick={onClose}>
              Stay here
            </Button>
            <Button component={Link} to={{ pathname: `/dashboards/${state.done.id}`, search: sharedSearch(params) }}>
              Open the dashboard
            </Button>
          </div>
        </div>
      ) : (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <TextInput label="Name" value={name} maxLength={200} data-autofocus onChange={(event) => type(event.currentTarget.value)} />
          <Select label="Dashboard" allowDeselect={false} value={chosen} data={[...boards.map(({ id, name: label }) => ({ value: id, label })), { value: fresh, label: 'A new dashboard' }]} onChange={choose} />
          {chosen === fresh && <TextInput label="Name of the dashboard" value={boardName} maxLength={200} onChange={(event) => typeBoard(event.currentTarget.value)} />}
          <div role="alert">{state.problem && <span className="down">{state.problem}</span>}</div>
          <div className="controls">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={state.saving} disabled={name.trim() === '' || (chosen === fresh && boardName.trim() === '')}>
              Save
            </Button>
          </div>
        </form>
      )}
    </Modal>
  );
}
