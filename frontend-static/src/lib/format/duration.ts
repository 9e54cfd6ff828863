import { DASH } from './number';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const pair = (large: number, largeUnit: string, small: number, smallUnit: string): string =>
  `${large}${largeUnit} ${String(small).padStart(2, '0')}${smallUnit}`;

/** A duration by its two largest units: 3m 06s, 1h 03m. */
export function duration(ms: number | null | undefined): string {
  if (ms == null) return DASH;
  if (ms === 0) return '0s';
  if (ms < SECOND) return `${Math.round(ms)}ms`;
  if (ms < 10 * SECOND) return `${(Math.floor(ms / 100) / 10).toFixed(1)}s`;
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)}s`;
  if (ms < HOUR) return pair(Math.floor(ms / MINUTE), 'm', Math.floor((ms % MINUTE) / SECOND), 's');
  if (ms < DAY) return pair(Math.floor(ms / HOUR), 'h', Math.floor((ms % HOUR) / MINUTE), 'm');
  return pair(Math.floor(ms / DAY), 'd', Math.floor((ms % DAY) / HOUR), 'h');
}
