import { CloseButton, Select } from '@mantine/core';
import type { ReactNode } from 'react';
import type { EventMatch } from '../../lib/gql/graphql';
import type { Range } from '../../lib/view';
import { eventName } from '../../lib/words';
import { useCatalog } from '../catalog';
import { FilterBar } from '../FilterBar';

/** Which events: a name, and conditions on them. What else belongs to the line stands beside the name. */
export function MatchEditor({ mark, label, match, range, onChange, onRemove, any = true, children }: { mark: string; label: string; match: EventMatch; range: Range; onChange: (match: EventMatch) => void; onRemove?: (() => void) | undefined; any?: boolean; children?: ReactNode }) {
  const { events } = useCatalog();
  const names = [...new Set([...(any ? ['*'] : []), match.name, ...events.map((event) => event.name)])];
  return (
    <div className="match" role="group" aria-label={label}>
      <span className="mark" aria-hidden>
        {mark}
      </span>
      <Select size="sm" className="match-name" aria-label={`Event of ${label}`} searchable allowDeselect={false} nothingFoundMessage="No such event was seen" value={match.name} data={names.map((name) => ({ value: name, label: eventName(name) }))} onChange={(name) => name && onChange({ ...match, name })} />
      {children}
      <FilterBar filters={match.filters ?? []} onChange={(filters) => onChange({ ...match, filters: [...filters] })} range={range} label={`Conditions of ${label}`} add="Condition" />
      {onRemove && <CloseButton aria-label={`Remove ${label}`} onClick={onRemove} />}
    </div>
  );
}
