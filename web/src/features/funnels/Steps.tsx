import { ActionIcon, Button, Select } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconBan, IconPlus } from '@tabler/icons-react';
import { type DragEvent, useState } from 'react';
import { MatchEditor } from '../../components/insight/MatchEditor';
import { PropertySelect } from '../../components/insight/PropertySelect';
import type { EventMatch, FunnelOrder, FunnelUnit } from '../../lib/gql/graphql';
import type { Range } from '../../lib/view';
import { type Definition, moved, orders, units, windows } from './definition';

const mostSteps = 12;
const options = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }));

/** The steps, which can be dragged or moved by buttons, and how they must be taken. */
export function Steps({ definition, range, onChange }: { definition: Definition; range: Range; onChange: (definition: Definition) => void }) {
  const { steps, without } = definition;
  const [dragged, drag] = useState<number | null>(null);
  const set = (next: readonly EventMatch[]) => onChange({ ...definition, steps: next });
  const drop = (index: number) => (event: DragEvent) => {
    event.preventDefault();
    if (dragged !== null) set(moved(steps, dragged, index));
    drag(null);
  };
  const replaced = (list: readonly EventMatch[], index: number, match: EventMatch) => list.map((known, place) => (place === index ? match : known));
  const next: EventMatch = { name: 'page_viewed', filters: [] };
  return (
    <div className="stack tight">
      {steps.map((step, index) => (
        <div key={index} className={dragged === index ? 'step dragged' : 'step'} draggable onDragStart={() => drag(index)} onDragEnd={() => drag(null)} onDragOver={(event) => event.preventDefault()} onDrop={drop(index)}>
          <MatchEditor mark={String(index + 1)} label={`step ${index + 1}`} match={step} range={range} onChange={(match) => set(replaced(steps, index, match))} onRemove={steps.length > 1 ? () => set(steps.filter((_, place) => place !== index)) : undefined}>
            <ActionIcon variant="subtle" color="gray" aria-label={`Move step ${index + 1} up`} disabled={index === 0} onClick={() => set(moved(steps, index, index - 1))}>
              <IconArrowUp size={16} aria-hidden />
            </ActionIcon>
            <ActionIcon variant="subtle" color="gray" aria-label={`Move step ${index + 1} down`} disabled={index === steps.length - 1} onClick={() => set(moved(steps, index, index + 1))}>
              <IconArrowDown size={16} aria-hidden />
            </ActionIcon>
          </MatchEditor>
        </div>
      ))}
      {without.map((match, index) => (
        <MatchEditor key={index} mark="≠" label={`exclusion ${index + 1}`} any={false} match={match} range={range} onChange={(changed) => onChange({ ...definition, without: replaced(without, index, changed) })} onRemove={() => onChange({ ...definition, without: without.filter((_, place) => place !== index) })} />
      ))}
      <div className="controls start">
        <Button variant="default" size="sm" leftSection={<IconPlus size={14} aria-hidden />} disabled={steps.length >= mostSteps} onClick={() => set([...steps, next])}>
          Add a step
        </Button>
        <Button variant="default" size="sm" leftSection={<IconBan size={14} aria-hidden />} disabled={steps.length < 2 || definition.order === 'STRICT'} onClick={() => onChange({ ...definition, without: [...without, next] })}>
          Exclude who did
        </Button>
        <Select size="sm" w={150} aria-label="Within" allowDeselect={false} value={definition.window} data={options(windows).map((option) => ({ ...option, label: `within ${option.label}` }))} onChange={(window) => onChange({ ...definition, window: window ?? 'P7D' })} />
        <Select size="sm" w={210} aria-label="Order" allowDeselect={false} value={definition.order} data={options(orders)} onChange={(order) => onChange({ ...definition, order: (order ?? 'ORDERED') as FunnelOrder, without: order === 'STRICT' ? [] : without })} />
        <Select size="sm" w={140} aria-label="Taken by" allowDeselect={false} value={definition.unit} data={options(units)} onChange={(unit) => onChange({ ...definition, unit: (unit ?? 'PERSON') as FunnelUnit })} />
        <PropertySelect label="Split by" placeholder="Split by a property" value={definition.split} onChange={(split) => onChange({ ...definition, split })} />
      </div>
    </div>
  );
}
