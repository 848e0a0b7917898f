import { Select } from '@mantine/core';
import { useSearchParams } from 'react-router';
import { Card } from '../../components/Card';
import { useCatalog } from '../../components/catalog';
import { Answer, EmptyState } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { exact, percent } from '../../lib/format';
import { changed, useView } from '../../lib/view';
import { eventName } from '../../lib/words';
import { Completeness } from './quality';

/** How often each property came with the events of a name. */
export function CompletenessCard() {
  const { view } = useView();
  const { events } = useCatalog();
  const [params, setParams] = useSearchParams();
  const event = params.get('of') ?? events[0]?.name ?? '';
  const { data, error, fetching, retry } = useAnswer(Completeness, { range: view.range, event }, { pause: event === '' });
  return (
    <Card title="Completeness of properties" controls={
      <Select size="xs" w={200} aria-label="Event" searchable={events.length > 8} allowDeselect={false} value={event || null} data={events.map(({ name }) => ({ value: name, label: eventName(name) }))}
        onChange={(value) => void setParams((before) => changed(before, { of: value }))} />
    }>
      <Answer data={data?.dataQuality.completeness} error={error} fetching={fetching} shape="bars" retry={retry}>
        {(properties) =>
          properties.length === 0 ? (
            <EmptyState title="No properties">
              <p>Such events came without properties of their own.</p>
            </EmptyState>
          ) : (
            <ul className="bars" aria-label={`Properties of ${eventName(event)}, over all time`}>
              {properties.map(({ property, type, count, events: all, share }) => (
                <li key={property}>
                  <div className="row" title={`${exact(count)} of ${exact(all)} events`}>
                    <span className="fill" style={{ width: `${share * 100}%` }} aria-hidden />
                    <span className="name">{property} <span className="quiet">{type}</span></span>
                    <span className="count">{percent(share)}</span>
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Card>
  );
}
