import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconApi, IconArrowLeft, IconArrowRight, IconArrowsMaximize, IconArrowsMinimize, IconShare, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { useClient } from 'urql';
import { Confirm } from '../../components/Confirm';
import { QueryWindow } from '../../components/insight/AsGraphQL';
import { SaveAs } from '../../components/insight/SaveAs';
import { Page } from '../../components/Page';
import { Answer, EmptyState, ErrorState } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { sharedSearch } from '../../lib/places';
import { ArchiveDashboard, type Board, type BoardTile, DashboardById, PlaceTile, RemoveTile, RenameDashboard, resized } from './dashboards';
import { ShareWindow } from './ShareWindow';
import { TileCard } from './TileCard';

type Dialog = 'share' | 'rename' | 'archive' | null;

/** A dashboard: its insights as they stand now, arranged by dragging or by buttons. */
export default function DashboardPage() {
  const { id = '' } = useParams();
  const { data, error, fetching, retry } = useAnswer(DashboardById, { id }, { fresh: true });
  return (
    <Answer data={data} error={error} fetching={fetching} shape="page" retry={retry}>
      {({ dashboard }) => (dashboard ? <Dashboard board={dashboard} onChanged={retry} /> : <ErrorState what="There is no such dashboard." detail="It may have been archived. The others are under Dashboards." />)}
    </Answer>
  );
}

function Dashboard({ board, onChanged }: { board: Board; onChanged: () => void }) {
  const client = useClient();
  const go = useNavigate();
  const [params] = useSearchParams();
  const [dialog, open] = useState<Dialog>(null);
  const search = sharedSearch(params);
  return (
    <Page
      title={board.name}
      controls={
        <>
          <Button size="sm" variant="default" leftSection={<IconShare size={14} aria-hidden />} onClick={() => open('share')}>
            {board.sharedAt ? 'Shared' : 'Share'}
          </Button>
          <Button size="sm" variant="default" onClick={() => open('rename')}>
            Rename
          </Button>
          <Button size="sm" variant="default" onClick={() => open('archive')}>
            Archive
          </Button>
        </>
      }
    >
      {board.tiles.length === 0 ? (
        <section className="card" aria-label="No insight yet">
          <EmptyState title="Nothing is on this dashboard yet">
            <p>Open an answer of the Explore pages and choose “Save to a dashboard” in its menu.</p>
            <Button component={Link} to={{ pathname: '/explore/trends', search }} variant="light" size="sm">
              Begin with a trend
            </Button>
          </EmptyState>
        </section>
      ) : (
        <Grid board={board} onChanged={onChanged} />
      )}
      {dialog === 'share' && <ShareWindow board={board} onChanged={onChanged} onClose={() => open(null)} />}
      {dialog === 'rename' && (
        <SaveAs
          title="Rename the dashboard"
          action="Rename"
          initial={board.name}
          onClose={() => open(null)}
          onSave={async (name) => {
            const { error } = await client.mutation(RenameDashboard, { id: board.id, name });
            onChanged();
            return error;
          }}
        />
      )}
      {dialog === 'archive' && (
        <Confirm
          title={`Archive “${board.name}”?`}
          action="Archive"
          onClose={() => open(null)}
          onDo={async () => {
            const { error } = await client.mutation(ArchiveDashboard, { id: board.id });
            if (!error) void go({ pathname: '/dashboards', search });
            return error;
          }}
        >
          It leaves the list, and its link leads nowhere any more. The insights on it are kept.
        </Confirm>
      )}
    </Page>
  );
}

function Grid({ board, onChanged }: { board: Board; onChanged: () => void }) {
  const client = useClient();
  const [dragged, drag] = useState<string | null>(null);
  const [query, ask] = useState<{ query: string; variables: string } | null>(null);
  const place = (insight: string, changes: { place?: number; width?: number; height?: number }) => {
    const at = board.tiles.findIndex((tile) => tile.insight.id === insight);
    const tile = board.tiles[at];
    if (tile) void client.mutation(PlaceTile, { dashboard: board.id, insight, place: at, width: tile.width, height: tile.height, ...changes }).then(onChanged);
  };
  return (
    <>
      <div className="tiles">
        {board.tiles.map(({ insight: { result, ...insight }, width, height }, index) => (
          <TileCard
            key={insight.id}
            tile={{ ...insight, ...result }}
            width={width}
            height={height}
            onSize={(size) => place(insight.id, size)}
            dragging={{
              draggable: true,
              dragged: dragged === insight.id,
              onDragStart: () => drag(insight.id),
              onDragEnd: () => drag(null),
              onDrop: (event) => {
                event.preventDefault();
                if (dragged && dragged !== insight.id) place(dragged, { place: index });
                drag(null);
              },
            }}
            controls={<Arrange tile={{ insight: { ...insight, result }, width, height }} first={index === 0} last={index === board.tiles.length - 1} onPlace={(changes) => place(insight.id, changes)} at={index} />}
            items={
              <>
                <Menu.Item leftSection={<IconApi size={16} aria-hidden />} onClick={() => ask({ query: insight.document, variables: JSON.stringify({ input: { ...insight.question, range: { from: result.from, to: result.to } } }, null, 2) })}>
                  Open as GraphQL query
                </Menu.Item>
                <Menu.Item leftSection={<IconTrash size={16} aria-hidden />} onClick={() => void client.mutation(RemoveTile, { dashboard: board.id, insight: insight.id }).then(onChanged)}>
                  Take off the dashboard
                </Menu.Item>
              </>
            }
          />
        ))}
      </div>
      {query && <QueryWindow {...query} onClose={() => ask(null)} />}
    </>
  );
}

function Arrange({ tile: { insight, width, height }, first, last, at, onPlace }: { tile: BoardTile; first: boolean; last: boolean; at: number; onPlace: (changes: { place?: number; width?: number; height?: number }) => void }) {
  const button = (label: string, icon: React.ReactNode, disabled: boolean, changes: Parameters<typeof onPlace>[0]) => (
    <ActionIcon variant="subtle" color="gray" size="sm" aria-label={`${label} ${insight.name}`} title={label} disabled={disabled} onClick={() => onPlace(changes)}>
      {icon}
    </ActionIcon>
  );
  return (
    <>
      {button('Move forward', <IconArrowLeft size={14} aria-hidden />, first, { place: at - 1 })}
      {button('Move back', <IconArrowRight size={14} aria-hidden />, last, { place: at + 1 })}
      {button('Make narrower', <IconArrowsMinimize size={14} aria-hidden />, width <= 4, { width: resized(width, -1), height: Math.max(1, height - (width === 12 ? 1 : 0)) })}
      {button('Make wider', <IconArrowsMaximize size={14} aria-hidden />, width >= 12, { width: resized(width, 1) })}
    </>
  );
}
