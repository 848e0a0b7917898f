import { IconActivity, IconApi, IconDatabase, IconLayoutDashboard, IconList, IconMailExclamation, IconPlugConnected, type Icon } from '@tabler/icons-react';

/** A page of the product. */
export interface Place {
  to: string;
  label: string;
  icon: Icon;
  /** What people may also call it when they search. */
  also?: string;
  /** Whether the range and the filters of the header are what it answers for. */
  dated?: boolean;
  /** Whether it can be answered as known at a moment. */
  asOf?: boolean;
  /** A page that is not one of this UI. */
  elsewhere?: boolean;
}

/** Every page that works, as the rail groups them. */
export const groups: readonly { name: string | null; places: readonly Place[] }[] = [
  {
    name: null,
    places: [
      { to: '/live', label: 'Live', icon: IconActivity, also: 'now real time' },
      { to: '/overview', label: 'Overview', icon: IconLayoutDashboard, also: 'visitors pages sources countries devices', dated: true },
    ],
  },
  {
    name: 'Data',
    places: [
      { to: '/events', label: 'Events', icon: IconList, also: 'explorer stored', dated: true },
      { to: '/data/sources', label: 'Sources', icon: IconPlugConnected, also: 'write keys limits quotas origins filters snippet' },
      { to: '/data/dead-letters', label: 'Dead letters', icon: IconMailExclamation, also: 'refused dropped errors' },
    ],
  },
  {
    name: 'System',
    places: [
      { to: '/system/projections', label: 'Projections', icon: IconDatabase, also: 'read models lag rebuild replay' },
      { to: '/graphql/', label: 'GraphQL', icon: IconApi, also: 'api explorer', elsewhere: true },
    ],
  },
];

export const places: readonly Place[] = groups.flatMap((group) => group.places);

/** The page that an address belongs to. */
export const placeOf = (pathname: string): Place | undefined => places.find((place) => pathname === place.to || pathname.startsWith(`${place.to}/`));

/** The pages of the bar at the bottom of a phone; the others are behind "More". */
export const first: readonly Place[] = places.filter((place) => ['/live', '/overview', '/events'].includes(place.to));
