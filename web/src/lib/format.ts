/** Numbers stay numbers until one of these shows them. */

const whole = new Intl.NumberFormat('en-US');
const fraction = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });
const percentage = new Intl.NumberFormat('en-US', { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** 1,234 */
export const exact = (value: number): string => whole.format(Math.round(value));

/** 1,234 or 12.35: as many digits as it takes, two after the point at most. */
export const precise = (value: number): string => fraction.format(value);

/** 1,234 below ten thousand, 12.3k above. */
export const short = (value: number): string => (Math.abs(value) < 10_000 ? precise(value) : compact.format(value).replace('K', 'k'));

/** 0.123 → 12.3% */
export const percent = (share: number): string => percentage.format(share);

/** "1 visitor", "1,234 visitors" */
export const counted = (value: number, one: string, many = `${one}s`): string => `${exact(value)} ${Math.round(value) === 1 ? one : many}`;

/** 200 → 3m 20s */
export function duration(seconds: number): string {
  if (seconds > 0 && seconds < 1) return `${Math.max(1, Math.round(seconds * 1_000))} ms`;
  const rounded = Math.round(seconds);
  const [days, hours, minutes, rest] = [Math.floor(rounded / 86_400), Math.floor((rounded % 86_400) / 3600), Math.floor((rounded % 3600) / 60), rounded % 60];
  if (days > 0) return hours > 0 ? `${days}d ${hours}h` : `${days}d`;
  if (hours > 0) return `${hours}h ${minutes}m`;
  return minutes > 0 ? `${minutes}m ${rest}s` : `${rest}s`;
}

/** ISO 8601 duration ("PT3M20.5S") → seconds. */
export function seconds(iso: string): number {
  const parts = /^(-)?P(?:([\d.]+)D)?(?:T(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?)?$/.exec(iso);
  if (!parts) return 0;
  const [days, hours, minutes, rest] = parts.slice(2).map((part) => Number(part ?? 0));
  const total = (days ?? 0) * 86_400 + (hours ?? 0) * 3_600 + (minutes ?? 0) * 60 + (rest ?? 0);
  return parts[1] ? -total : total;
}

/** Relative change, null where there is nothing to compare with. */
export const change = (now: number, before: number): number | null => (before === 0 ? null : (now - before) / before);

const zoned = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
const clock = zoned({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
const minute = zoned({ hour: '2-digit', minute: '2-digit' });
const day = zoned({ day: 'numeric', month: 'short', year: 'numeric' });
const shortDay = zoned({ day: 'numeric', month: 'short' });
const longDay = zoned({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
const month = zoned({ month: 'short', year: 'numeric' });

/** 14:05:09, UTC */
export const time = (iso: string): string => clock.format(new Date(iso));

/** 3 Mar 2026, UTC */
export const date = (iso: string): string => day.format(new Date(iso));

/** "3 Mar 2026, 14:05:09", UTC */
export const moment = (iso: string): string => `${date(iso)}, ${time(iso)}`;

type Period = 'MINUTE' | 'HOUR' | 'DAY' | 'WEEK' | 'MONTH';

/** A period on an axis: 14:00, 3 Mar, Mar 2026. */
export function periodTick(iso: string, period: Period): string {
  const at = new Date(iso);
  if (period === 'MONTH') return month.format(at);
  const midnight = at.getUTCHours() === 0 && at.getUTCMinutes() === 0;
  return period === 'MINUTE' || (period === 'HOUR' && !midnight) ? minute.format(at) : shortDay.format(at);
}

/** A period in words: "Tue, 3 Mar 2026, 14:00", "week of Mon, 2 Mar 2026". */
export function periodName(iso: string, period: Period): string {
  const at = new Date(iso);
  switch (period) {
    case 'MONTH':
      return month.format(at);
    case 'WEEK':
      return `week of ${longDay.format(at)}`;
    case 'DAY':
      return longDay.format(at);
    default:
      return `${longDay.format(at)}, ${minute.format(at)}`;
  }
}

/** A half-open range in days: "18 – 24 Nov 2026". */
export function rangeName(from: string, to: string): string {
  const [first, last] = [new Date(from), new Date(Date.parse(to) - 1)];
  if (date(from) === day.format(last)) return day.format(first);
  if (first.getUTCFullYear() !== last.getUTCFullYear()) return `${day.format(first)} – ${day.format(last)}`;
  return first.getUTCMonth() === last.getUTCMonth() ? `${first.getUTCDate()} – ${day.format(last)}` : `${shortDay.format(first)} – ${day.format(last)}`;
}
