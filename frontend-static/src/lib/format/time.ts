import type { Day } from '../day';
import type { Period } from '../range';
import { DASH } from './number';

const options = (extra: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', ...extra });
const dayFormat = options({ month: 'short', day: 'numeric' });
const dayYearFormat = options({ month: 'short', day: 'numeric', year: 'numeric' });
const weekdayFormat = options({ weekday: 'short', month: 'short', day: 'numeric', year: 'numeric' });
const clockFormat = options({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const secondsFormat = options({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const at = (day: Day): Date => new Date(`${day}T00:00:00Z`);

/** Nov 22 */
export const shortDay = (day: Day): string => dayFormat.format(at(day));

/** Sun, Nov 22, 2026 */
export const longDay = (day: Day): string => weekdayFormat.format(at(day));

/** Nov 16 – Nov 22, 2026 */
export function days({ from, to }: Period): string {
  if (from === to) return dayYearFormat.format(at(from));
  const first = from.slice(0, 4) === to.slice(0, 4) ? dayFormat : dayYearFormat;
  return `${first.format(at(from))} – ${dayYearFormat.format(at(to))}`;
}

/** Nov 22, 21:47, in UTC; with the year if it is not the current one. */
export function dateTime(instant: string | null | undefined, now = Date.now()): string {
  if (instant == null) return DASH;
  const date = new Date(instant);
  const sameYear = date.getUTCFullYear() === new Date(now).getUTCFullYear();
  return `${(sameYear ? dayFormat : dayYearFormat).format(date)}, ${clockFormat.format(date)}`;
}

/** Sun, Nov 22, 2026, 21:47:05 UTC: for tooltips. */
export function fullTime(instant: string): string {
  const date = new Date(instant);
  return `${weekdayFormat.format(date)}, ${secondsFormat.format(date)} UTC`;
}

/** 21:47:05, in UTC */
export const clock = (instant: string): string => secondsFormat.format(new Date(instant));

/** 3 min ago; put the absolute time into a tooltip. */
export function ago(instant: string | null | undefined, now = Date.now()): string {
  if (instant == null) return DASH;
  const age = now - Date.parse(instant);
  if (age < MINUTE) return 'just now';
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min ago`;
  if (age < DAY) return `${Math.floor(age / HOUR)} h ago`;
  return `${Math.floor(age / DAY)} d ago`;
}
