/** Numbers stay numbers until one of these shows them. */

const whole = new Intl.NumberFormat('en-US');
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });
const percentage = new Intl.NumberFormat('en-US', { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** 1,234 */
export const exact = (value: number): string => whole.format(Math.round(value));

/** 1,234 below ten thousand, 12.3k above. */
export const short = (value: number): string => (Math.abs(value) < 10_000 ? exact(value) : compact.format(value).replace('K', 'k'));

/** 0.123 → 12.3% */
export const percent = (share: number): string => percentage.format(share);

/** 200 → 3m 20s */
export function duration(seconds: number): string {
  const rounded = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(rounded / 3600), Math.floor((rounded % 3600) / 60), rounded % 60];
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

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone: 'UTC' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });

/** 14:05:09, UTC */
export const time = (iso: string): string => clock.format(new Date(iso));

/** 3 Mar 2026, UTC */
export const date = (iso: string): string => day.format(new Date(iso));
