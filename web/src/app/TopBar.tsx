import { ActionIcon, Button, Kbd, Menu, Select, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconLogout, IconMoon, IconSearch, IconSun, IconUser } from '@tabler/icons-react';
import { useSearchParams } from 'react-router';
import { RangePicker } from '../components/RangePicker';
import { useTenancy } from '../lib/tenant';
import type { Viewer } from '../lib/session';
import { AsOf } from './AsOf';
import { ConnectionBadge } from './ConnectionBadge';
import type { Place } from './places';

/** Whose data, which time, and everything that is the same on all pages. */
export function TopBar({ place, viewer, onSearch, onLogOut, onTenants }: { place: Place | undefined; viewer: Viewer; onSearch: () => void; onLogOut: () => void; onTenants: () => void }) {
  return (
    <header className="topbar">
      <TenantPicker onOpen={onTenants} />
      {(place?.dated || place?.ranged) && <RangePicker />}
      {place?.asOf && <AsOf />}
      <span className="grow" />
      <Button className="search" variant="default" size="sm" color="gray" leftSection={<IconSearch size={16} aria-hidden />} rightSection={<Kbd size="xs">Ctrl K</Kbd>} onClick={onSearch} aria-keyshortcuts="Control+K">
        <span className="wide">Search</span>
      </Button>
      <ConnectionBadge />
      <ThemeSwitch />
      <Menu position="bottom-end" transitionProps={{ duration: 100 }}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`Account of ${viewer.name}`}>
            <IconUser size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{viewer.name}</Menu.Label>
          <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={onLogOut}>
            Log out
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </header>
  );
}

function TenantPicker({ onOpen }: { onOpen: () => void }) {
  const { current, all } = useTenancy();
  const [params, setParams] = useSearchParams();
  return (
    <Select
      aria-label="Tenant"
      className="tenant"
      size="sm"
      allowDeselect={false}
      searchable={all.length > 8}
      value={current.id}
      data={all.map((tenant) => ({ value: tenant.id, label: tenant.name }))}
      onDropdownOpen={onOpen}
      onChange={(value) => {
        // Names of events, pages and people are the tenant's own: of the view only its time goes along.
        const next = new URLSearchParams([...params].filter(([name]) => ['range', 'from', 'to', 'compare'].includes(name)));
        if (value) next.set('tenant', value);
        void setParams(next);
      }}
    />
  );
}

function ThemeSwitch() {
  const { setColorScheme } = useMantineColorScheme();
  const shown = useComputedColorScheme('light');
  const next = shown === 'dark' ? 'light' : 'dark';
  return (
    <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`Switch to the ${next} theme`} onClick={() => setColorScheme(next)}>
      {shown === 'dark' ? <IconSun size={18} aria-hidden /> : <IconMoon size={18} aria-hidden />}
    </ActionIcon>
  );
}
