import { Modal, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useId, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { useCatalog } from '../../components/catalog';
import { sharedSearch } from '../../lib/places';
import { changed, presets } from '../../lib/view';
import { eventName, propertyName } from '../../lib/words';
import { places } from '../places';
import { find, type Target } from './search';

function useTargets(text: string): Target[] {
  const { events, properties } = useCatalog();
  return [
    ...places.map((place) => ({ kind: 'Page', label: place.label, pathname: place.to, ...(place.also ? { also: place.also } : {}), ...(place.elsewhere ? { elsewhere: true } : {}) })),
    ...Object.entries(presets).map(([range, label]) => ({ kind: 'Time', label, also: 'range', pathname: '/overview', changes: { range, from: null, to: null } })),
    ...events.map(({ name }) => ({ kind: 'Event', label: eventName(name), also: name, pathname: '/events', changes: { name } })),
    ...properties.map(({ name }) => ({ kind: 'Property', label: `Trends by ${propertyName(name)}`, also: name, pathname: '/explore/trends', changes: { split: name } })),
    ...(text.trim() ? [{ kind: 'Person', label: `Person ${text.trim()}`, also: text, pathname: `/persons/${encodeURIComponent(text.trim())}` }] : []),
  ];
}

/** Goes to anything by its name: pages, times, events, properties, persons by id. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const [chosen, choose] = useState(0);
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const list = useId();
  const found = find(useTargets(text), text);
  const go = (target: Target | undefined) => {
    if (!target) return;
    onClose();
    if (target.elsewhere) location.assign(target.pathname);
    else void navigate({ pathname: target.pathname, search: changed(new URLSearchParams(sharedSearch(params)), target.changes ?? {}).toString() });
  };
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length > 0) {
      event.preventDefault();
      const next = (chosen + step + found.length) % found.length;
      choose(next);
      document.getElementById(`${list}-${next}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      go(found[chosen]);
    }
  };
  return (
    <Modal opened onClose={onClose} withCloseButton={false} padding={0} size={560} yOffset="12dvh" transitionProps={{ duration: 100 }} title={<span className="visually-hidden">Search anything</span>} styles={{ header: { minHeight: 0, padding: 0 } }}>
      <TextInput
        size="md"
        variant="unstyled"
        className="palette-input"
        leftSection={<IconSearch size={18} aria-hidden />}
        placeholder="Page, event, property, or the id of a person"
        aria-label="Search anything"
        role="combobox"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={found.length > 0 ? `${list}-${chosen}` : undefined}
        autoComplete="off"
        data-autofocus
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          choose(0);
        }}
        onKeyDown={onKey}
      />
      <ul className="palette" id={list} role="listbox" aria-label="Found">
        {found.map((target, index) => (
          <li key={`${target.kind}${target.label}`} id={`${list}-${index}`} role="option" aria-selected={index === chosen} onMouseMove={() => choose(index)} onClick={() => go(target)}>
            <span>{target.label}</span>
            <span className="quiet">{target.kind}</span>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
