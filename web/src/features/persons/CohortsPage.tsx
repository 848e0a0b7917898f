import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useClient } from 'urql';
import { Card } from '../../components/Card';
import { Confirm } from '../../components/Confirm';
import { Page } from '../../components/Page';
import { Answer, EmptyState } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { exact, moment } from '../../lib/format';
import { sharedSearch } from '../../lib/places';
import { changed } from '../../lib/view';
import { ArchiveCohort, ArchiveSegment, Cohorts, entries, type Entry, kinds, useCohortUpdates } from './cohorts';
import { NewCohort } from './NewCohort';

/** The groups of persons that questions can be asked of. */
export default function CohortsPage() {
  const { data, error, fetching, retry } = useAnswer(Cohorts, {}, { fresh: true });
  useCohortUpdates(data?.cohorts.filter((cohort) => !cohort.static).map(({ id }) => id) ?? [], retry);
  return (
    <Page title="Cohorts and segments" about="Groups of persons under a name; every question can be asked of one alone.">
      <NewCohort onSaved={retry} />
      <Card title="Saved">
        <Answer data={data && entries(data)} error={error} fetching={fetching} shape="rows" retry={retry}>
          {(saved) =>
            saved.length === 0 ? (
              <EmptyState title="No group is saved yet">
                <p>Say above who is in it, such as who signed up and did not order. Those who dropped out of a funnel can be saved from the funnel.</p>
              </EmptyState>
            ) : (
              <Saved saved={saved} onArchived={retry} />
            )
          }
        </Answer>
      </Card>
    </Page>
  );
}

function Saved({ saved, onArchived }: { saved: readonly Entry[]; onArchived: () => void }) {
  const client = useClient();
  const [params] = useSearchParams();
  const [leaving, leave] = useState<Entry | null>(null);
  const at = (pathname: string, id: string) => ({ pathname, search: changed(new URLSearchParams(sharedSearch(params)), { segment: id }).toString() });
  return (
    <>
      <table className="plain cards">
        <thead>
          <tr>
            <th>Name</th>
            <th>Who</th>
            <th>Kind</th>
            <th className="number">Persons now</th>
            <th>As of (UTC)</th>
            <th aria-label="Actions" />
          </tr>
        </thead>
        <tbody>
          {saved.map((entry) => (
            <tr key={entry.id}>
              <td data-label="Name">
                <Link to={at('/people/persons', entry.id)}>{entry.name}</Link>
              </td>
              <td data-label="Who">{entry.words}</td>
              <td data-label="Kind" title={kinds[entry.kind].says}>
                {kinds[entry.kind].label}
              </td>
              <td data-label="Persons now" className="number">
                {exact(entry.size)}
              </td>
              <td data-label="As of (UTC)">{moment(entry.at)}</td>
              <td>
                <Button component={Link} to={at('/explore/trends', entry.id)} variant="light" size="compact-sm" aria-label={`Explore ${entry.name}`}>
                  Explore
                </Button>{' '}
                <Button variant="subtle" color="gray" size="compact-sm" aria-label={`Archive ${entry.name}`} onClick={() => leave(entry)}>
                  Archive
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {leaving && (
        <Confirm
          title={`Archive “${leaving.name}”?`}
          action="Archive"
          onClose={() => leave(null)}
          onDo={async () => {
            const { error } = await client.mutation(leaving.kind === 'segment' ? ArchiveSegment : ArchiveCohort, { id: leaving.id });
            if (!error) onArchived();
            return error;
          }}
        >
          It leaves this list and the choice in the header. Links and saved insights that name it are answered as before.
        </Confirm>
      )}
    </>
  );
}
