import { ActionIcon, Tooltip } from '@mantine/core';
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react';
import { useState } from 'react';
import { NavLink, useSearchParams } from 'react-router';
import { sharedSearch } from '../lib/places';
import { groups, type Place } from './places';

const memory = 'rail';

/** The pages, at the left; it can be made narrow, and stays so. */
export function Rail() {
  const [narrow, setNarrow] = useState(() => localStorage.getItem(memory) === 'narrow');
  const turn = () => {
    localStorage.setItem(memory, narrow ? 'wide' : 'narrow');
    setNarrow(!narrow);
  };
  const label = narrow ? 'Widen the menu' : 'Narrow the menu';
  return (
    <nav className={narrow ? 'rail narrow' : 'rail'} aria-label="Main">
      <div className="brand">
        <img src="/favicon.svg" alt="" />
        {!narrow && 'Platform'}
      </div>
      <PlaceLinks narrow={narrow} />
      <ActionIcon className="fold" variant="subtle" color="gray" size="lg" aria-label={label} title={label} aria-expanded={!narrow} onClick={turn}>
        {narrow ? <IconLayoutSidebarLeftExpand size={18} aria-hidden /> : <IconLayoutSidebarLeftCollapse size={18} aria-hidden />}
      </ActionIcon>
    </nav>
  );
}

export function PlaceLinks({ narrow = false, onGo }: { narrow?: boolean; onGo?: () => void }) {
  return groups.map((group) => (
    <div key={group.name ?? 'first'} className="places" role="group" aria-label={group.name ?? 'First'}>
      {group.name && !narrow && <div className="group">{group.name}</div>}
      {group.places.map((place) => (
        <PlaceLink key={place.to} place={place} narrow={narrow} onGo={onGo} />
      ))}
    </div>
  ));
}

function PlaceLink({ place: { to, label, icon: Icon, elsewhere }, narrow, onGo }: { place: Place; narrow: boolean; onGo: (() => void) | undefined }) {
  const [params] = useSearchParams();
  const content = (
    <>
      <Icon size={18} stroke={1.6} aria-hidden />
      <span className={narrow ? 'visually-hidden' : undefined}>{label}</span>
    </>
  );
  return (
    <Tooltip label={label} position="right" disabled={!narrow} withinPortal>
      {elsewhere ? (
        <a href={to}>{content}</a>
      ) : (
        <NavLink to={{ pathname: to, search: sharedSearch(params) }} onClick={onGo}>
          {content}
        </NavLink>
      )}
    </Tooltip>
  );
}
