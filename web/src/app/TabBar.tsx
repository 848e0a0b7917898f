import { Drawer } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useState } from 'react';
import { NavLink, useSearchParams } from 'react-router';
import { sharedSearch } from '../lib/places';
import { first } from './places';
import { PlaceLinks } from './Rail';

/** The pages, at the bottom of a phone. */
export function TabBar() {
  const [params] = useSearchParams();
  const [open, setOpen] = useState(false);
  return (
    <nav className="tabbar" aria-label="Main, at the bottom">
      {first.map(({ to, label, icon: Icon }) => (
        <NavLink key={to} to={{ pathname: to, search: sharedSearch(params) }}>
          <Icon size={20} stroke={1.6} aria-hidden />
          {label}
        </NavLink>
      ))}
      <button type="button" aria-expanded={open} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <IconDots size={20} stroke={1.6} aria-hidden />
        More
      </button>
      <Drawer opened={open} onClose={() => setOpen(false)} position="bottom" size="auto" title="All pages" transitionProps={{ duration: 120 }} closeButtonProps={{ 'aria-label': 'Close' }}>
        <div className="rail sheet">
          <PlaceLinks onGo={() => setOpen(false)} />
        </div>
      </Drawer>
    </nav>
  );
}
