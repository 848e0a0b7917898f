import type { AnomalyKind, DropReason } from './gql/graphql';

/** What people call what the store calls otherwise. */

const properties: Record<string, string> = {
  page: 'Page', entry_page: 'Entry page', exit_page: 'Exit page', page_url: 'Page address', page_title: 'Page title', hostname: 'Host name',
  referrer: 'Referrer', referrer_url: 'Referring address', channel: 'Channel', utm_source: 'Campaign source', utm_medium: 'Campaign medium',
  utm_campaign: 'Campaign', utm_term: 'Campaign term', utm_content: 'Campaign content', country: 'Country', region: 'Region', city: 'City',
  device: 'Device', browser: 'Browser', browser_version: 'Browser version', os: 'Operating system', os_version: 'Operating system version',
  screen: 'Screen', language: 'Language', source: 'Source of events', library: 'Client library', visitor_id: 'Visitor id', event: 'Event',
};

/** Properties that every event may have, whatever the client sends beside them. */
export const knownProperties: readonly string[] = Object.keys(properties);

/** utm_campaign → Campaign; a client's own property keeps its name. */
export const propertyName = (property: string): string => properties[property] ?? property;

/** page_viewed → Page viewed; a client's own event keeps its name. */
export function eventName(name: string): string {
  if (name === '*') return 'Any event';
  const own = ['page_viewed', 'screen_viewed', 'page_left', 'heartbeat', 'file_requested', 'visitor_identified', 'visitors_linked', 'visitors_unlinked', 'visitor_grouped'];
  if (!own.includes(name)) return name;
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The events that the site itself sends, of those seen: not what every tracker, log or identity sends. */
export const ownEvents = (names: readonly string[]): string[] => names.filter((name) => eventName(name) === name);

/** The event that is most likely a conversion, of those seen, the most frequent first. */
export const likelyConversion = (names: readonly string[]): string | undefined => {
  const own = ownEvents(names);
  return own.find((name) => /order|purchas|sign|subscri|paid|donat|complete/i.test(name)) ?? own[0] ?? names[0];
};

const countries = new Intl.DisplayNames(['en'], { type: 'region' });
const languages = new Intl.DisplayNames(['en'], { type: 'language' });

function named(names: Intl.DisplayNames, code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

/** The value as people read it: AT of a country is Austria. */
export function valueName(property: string, value: string): string {
  if (property === 'country') return named(countries, value);
  if (property === 'language') return named(languages, value);
  if (property === 'device') return value.charAt(0).toUpperCase() + value.slice(1);
  if (property === 'event') return eventName(value);
  return value;
}

/** In which way a series is not as expected. */
export const anomalyKinds: Record<AnomalyKind, string> = {
  SPIKE: 'Spike',
  DROP: 'Drop',
  OUTAGE: 'Outage',
  LEVEL_SHIFT: 'Level shift',
  SEASONALITY_CHANGE: 'Another daily shape',
  TREND_CHANGE: 'Trend change',
};

/** Why an event was refused, as people say it. */
export const dropReasons: Record<DropReason, string> = {
  MALFORMED: 'Malformed',
  UNKNOWN_SOURCE: 'Unknown source',
  SCHEMA_VIOLATION: 'Against the tracking plan',
  FUTURE_TIMESTAMP: 'From the future',
  TOO_LARGE: 'Too large',
  QUOTA_EXCEEDED: 'Over the quota',
  BOT: 'Bot',
  BLOCKED: 'Blocked',
  PROCESSING_FAILED: 'Could not be stored',
};
