import { MultiSelect, Switch } from '@mantine/core';
import { useSearchParams } from 'react-router';
import { useCatalog } from '../../components/catalog';
import { Page } from '../../components/Page';
import type { EventMatch } from '../../lib/gql/graphql';
import { changed, useChoice, useView } from '../../lib/view';
import { eventName } from '../../lib/words';
import { EventList } from './EventList';

/** What happened, event by event, as it is stored. */
export default function EventsPage() {
  const { view } = useView();
  const [params, setParams] = useSearchParams();
  const names = params.getAll('name');
  const [live, setLive] = useChoice('live', ['on', 'off']);
  const { events } = useCatalog();
  const match: EventMatch[] = names.map((name) => ({ name }));
  const known = [...new Set([...events.map((event) => event.name), ...names])];
  return (
    <Page title="Events" about="Every event as it is stored, the newest first.">
      <div className="controls">
        <MultiSelect
          aria-label="Event names"
          className="grow names"
          size="sm"
          placeholder={names.length === 0 ? 'All events' : ''}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': 'Show all events' }}
          value={names}
          onChange={(chosen) => void setParams((before) => changed(before, { name: chosen }))}
          data={known.map((name) => ({ value: name, label: eventName(name) }))}
        />
        <Switch size="sm" label="Add new ones" checked={live === 'on' && view.running} disabled={!view.running} onChange={(event) => setLive(event.currentTarget.checked ? 'on' : 'off')} />
      </div>
      <EventList key={JSON.stringify([view.range, view.filters, names])} match={match} live={live === 'on' && view.running} />
    </Page>
  );
}
