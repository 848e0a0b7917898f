import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { useClient } from 'urql';
import { Card } from '../../components/Card';
import { SaveAs } from '../../components/insight/SaveAs';
import { Page } from '../../components/Page';
import { Answer, EmptyState } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { date } from '../../lib/format';
import { sharedSearch } from '../../lib/places';
import { DashboardList, DefineDashboard } from './dashboards';

/** The dashboards of the tenant. */
export default function DashboardsPage() {
  const client = useClient();
  const go = useNavigate();
  const [params] = useSearchParams();
  const [making, make] = useState(false);
  const { data, error, fetching, retry } = useAnswer(DashboardList, {}, { fresh: true });
  const search = sharedSearch(params);
  return (
    <Page
      title="Dashboards"
      about="Saved insights side by side, for oneself or for whoever has the link."
      controls={
        <Button size="sm" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => make(true)}>
          New dashboard
        </Button>
      }
    >
      <Card title="All dashboards">
        <Answer data={data?.dashboards} error={error} fetching={fetching} shape="rows" retry={retry}>
          {(boards) =>
            boards.length === 0 ? (
              <EmptyState title="No dashboard yet">
                <p>Every answer of the Explore pages has “Save to a dashboard” in its menu. Begin with one of them, or with an empty dashboard.</p>
              </EmptyState>
            ) : (
              <table className="plain cards">
                <thead>
                  <tr>
                    <th>Name</th>
                    <th>Insights</th>
                    <th>Shared</th>
                  </tr>
                </thead>
                <tbody>
                  {boards.map((board) => (
                    <tr key={board.id}>
                      <td data-label="Name">
                        <Link to={{ pathname: `/dashboards/${board.id}`, search }}>{board.name}</Link>
                      </td>
                      <td data-label="Insights" className="quiet">
                        {board.tiles.map(({ insight }) => insight.name).join(' · ') || 'none yet'}
                      </td>
                      <td data-label="Shared">{board.sharedAt ? `by link since ${date(board.sharedAt)}` : 'no'}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )
          }
        </Answer>
      </Card>
      {making && (
        <SaveAs
          title="A new dashboard"
          action="Make it"
          onClose={() => make(false)}
          onSave={async (name) => {
            const { data: made, error: refused } = await client.mutation(DefineDashboard, { name });
            if (made) void go({ pathname: `/dashboards/${made.defineDashboard.id}`, search });
            return refused;
          }}
        />
      )}
    </Page>
  );
}
