import { ActionIcon, Badge, Button, Select, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconActivity, IconChartLine, IconDatabase, IconList, IconLogout, IconMailExclamation, IconMoon, IconSun } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { NavLink, useLocation, useSearchParams } from 'react-router';
import { useQuery } from 'urql';
import { RangePicker } from '../components/RangePicker';
import { FilterChips } from '../components/FilterChips';
import { graphql } from '../lib/gql';
import type { Viewer } from '../lib/session';
import { useConnectionState } from './connection';

const places = [
  { to: '/live', label: 'Live', icon: IconActivity },
  { to: '/overview', label: 'Overview', icon: IconChartLine },
  { to: '/events', label: 'Events', icon: IconList },
  { to: '/data/dead-letters', label: 'Dead letters', icon: IconMailExclamation },
  { to: '/system/projections', label: 'Projections', icon: IconDatabase },
];

const Tenants = graphql(`
  query Tenants {
    tenants {
      id
      name
      timeZone
    }
  }
`);

export function Shell({ viewer, onLogOut, children }: { viewer: Viewer; onLogOut: () => void; children: ReactNode }) {
  const { pathname, search } = useLocation();
  const dated = pathname.startsWith('/overview') || pathname.startsWith('/events');
  return (
    <div className="shell">
      <nav className="rail" aria-label="Main">
        <div className="brand">
          <img src="/favicon.svg" alt="" />
          Platform
        </div>
        {places.map(({ to, label, icon: Icon }) => (
          <NavLink key={to} to={{ pathname: to, search }}>
            <Icon size={18} stroke={1.6} aria-hidden />
            {label}
          </NavLink>
        ))}
      </nav>
      <div className="main">
        <header className="topbar">
          <TenantPicker />
          {dated && <RangePicker />}
          <span className="grow" />
          <ConnectionBadge />
          <ThemeSwitch />
          <Button variant="subtle" size="compact-sm" color="gray" leftSection={<IconLogout size={16} aria-hidden />} onClick={onLogOut} aria-label={`Log out ${viewer.name}`}>
            {viewer.name}
          </Button>
        </header>
        {dated && <FilterChips />}
        <Reconnecting />
        <main>{children}</main>
      </div>
      <nav className="tabbar" aria-label="Main, at the bottom">
        {places.map(({ to, label, icon: Icon }) => (
          <NavLink key={to} to={{ pathname: to, search }}>
            <Icon size={20} stroke={1.6} aria-hidden />
            {label.split(' ')[0]}
          </NavLink>
        ))}
      </nav>
    </div>
  );
}

function TenantPicker() {
  const [params, setParams] = useSearchParams();
  const [{ data }] = useQuery({ query: Tenants });
  const tenants = data?.tenants ?? [];
  const current = params.get('tenant') ?? tenants[0]?.id ?? null;
  return (
    <Select
      aria-label="Tenant"
      size="sm"
      w={150}
      allowDeselect={false}
      value={current}
      data={tenants.map((tenant) => ({ value: tenant.id, label: tenant.name }))}
      onChange={(value) => {
        const next = new URLSearchParams(params);
        if (value) next.set('tenant', value);
        void setParams(next);
      }}
    />
  );
}

function ConnectionBadge() {
  const state = useConnectionState();
  return (
    <Badge variant="transparent" color="gray" tt="none" fw={400} leftSection={<span className={state === 'reconnecting' ? 'dot away' : 'dot'} />}>
      {state === 'reconnecting' ? 'Reconnecting' : 'Live'} · UTC
    </Badge>
  );
}

function Reconnecting() {
  const state = useConnectionState();
  return (
    <div role="status" aria-live="polite">
      {state === 'reconnecting' && <div className="banner">The connection is lost. Figures stand still until it is back; nothing is lost on the server.</div>}
    </div>
  );
}

function ThemeSwitch() {
  const { setColorScheme } = useMantineColorScheme();
  const shown = useComputedColorScheme('light');
  const next = shown === 'dark' ? 'light' : 'dark';
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={`Switch to the ${next} theme`} onClick={() => setColorScheme(next)}>
      {shown === 'dark' ? <IconSun size={18} /> : <IconMoon size={18} />}
    </ActionIcon>
  );
}
