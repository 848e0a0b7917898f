import { type Cell } from '../../lib/csv';
import { duration, exact, percent, precise, seconds } from '../../lib/format';
import type { EventMatch, WhatIfInput } from '../../lib/gql/graphql';
import type { Range } from '../../lib/view';

/** The rules as they are typed; empty means as they are. */
export interface Rules {
  sessionMinutes: number | null;
  mostPerMinute: number | null;
  lookBackDays: number | null;
  leaveOut: EventMatch | null;
  conversion: string | null;
}

export interface Figures {
  events: number;
  persons: number;
  sessions: number;
  views: number;
  bounceRate: number;
  meanDuration: string;
  viewsPerSession: number;
  conversions: number;
  conversionRate: number;
  channels: readonly { channel: string; conversions: number }[];
}

export interface Line {
  name: string;
  now: number;
  then: number;
  show: (value: number) => string;
}

/** The question, for the range. */
export const inputOf = (range: Range, { sessionMinutes, mostPerMinute, lookBackDays, leaveOut, conversion }: Rules): WhatIfInput => ({
  range,
  sessionGap: sessionMinutes === null ? null : `PT${Math.round(sessionMinutes * 60)}S`,
  mostEventsPerMinute: mostPerMinute,
  lookBack: lookBackDays === null ? null : `PT${Math.round(lookBackDays * 86_400)}S`,
  leaveOut: leaveOut ? [leaveOut] : null,
  conversion: conversion === null ? null : { name: conversion, filters: [] },
});

/** Both figures side by side, the channels of conversions last. */
export function lines(now: Figures, then: Figures): readonly Line[] {
  const line = (name: string, of: (figures: Figures) => number, show: (value: number) => string): Line => ({ name, now: of(now), then: of(then), show });
  const channels = [...new Set([...now.channels, ...then.channels].map(({ channel }) => channel))];
  const owed = (channel: string) => (figures: Figures) => figures.channels.find((credit) => credit.channel === channel)?.conversions ?? 0;
  return [
    line('Events', ({ events }) => events, exact),
    line('Persons', ({ persons }) => persons, exact),
    line('Sessions', ({ sessions }) => sessions, exact),
    line('Bounce rate', ({ bounceRate }) => bounceRate, percent),
    line('Mean duration', ({ meanDuration }) => seconds(meanDuration), duration),
    line('Views per session', ({ viewsPerSession }) => viewsPerSession, precise),
    line('Conversions', ({ conversions }) => conversions, exact),
    line('Conversion rate', ({ conversionRate }) => conversionRate, percent),
    ...channels.map((channel) => line(`Owed to ${channel}`, owed(channel), precise)),
  ];
}

/** What changed, in words: +12.0%, none. */
export function difference({ now, then }: Line): string {
  if (Math.abs(now - then) < 1e-9) return 'none';
  if (now === 0) return 'from nothing';
  const change = (then - now) / now;
  return `${change > 0 ? '+' : '−'}${percent(Math.abs(change))}`;
}

export const rows = (all: readonly Line[]): readonly (readonly Cell[])[] => all.map(({ name, now, then }) => [name, now, then]);
