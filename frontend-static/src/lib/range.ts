import { addDays, countDays, type Day, isDay } from './day';

/** Both days are included. */
export type Period = { readonly from: Day; readonly to: Day };

/** How wide the points of a trend are. */
export type BucketWidth = 'DAY' | 'WEEK';

/** The ranges that move with today. */
export const RELATIVE_RANGES = ['7d', '30d', '90d'] as const;
export type RelativeRange = (typeof RELATIVE_RANGES)[number];

/** A range as people choose it: a relative one stays relative. */
export type Range = RelativeRange | Period;

export const DEFAULT_RANGE: RelativeRange = '7d';
/** The longest period that the API takes. */
export const MAX_DAYS = 400;
const WEEKS_FROM_DAYS = 90;

const isRelative = (text: string): text is RelativeRange => (RELATIVE_RANGES as readonly string[]).includes(text);

/** Whether the API takes the period. */
export const isValidPeriod = ({ from, to }: Period): boolean =>
  isDay(from) && isDay(to) && from <= to && countDays(from, to) <= MAX_DAYS;

/** The range that an address names; null where it names none. */
export function parseRange(text: string | null): Range | null {
  if (text === null) return null;
  if (isRelative(text)) return text;
  const [from, to, ...rest] = text.split('~');
  if (from === undefined || to === undefined || rest.length > 0) return null;
  return isValidPeriod({ from, to }) ? { from, to } : null;
}

/** The range as it stands in an address; null for the default, which is not written. */
export function serializeRange(range: Range): string | null {
  if (typeof range !== 'string') return `${range.from}~${range.to}`;
  return range === DEFAULT_RANGE ? null : range;
}

/** The days that are meant today. */
export function periodOf(range: Range, today: Day): Period {
  if (typeof range !== 'string') return range;
  return { from: addDays(today, 1 - Number.parseInt(range, 10)), to: today };
}

/** As many days just before. */
export function previousPeriod({ from, to }: Period): Period {
  return { from: addDays(from, -countDays(from, to)), to: addDays(from, -1) };
}

/**
 * The days that a chart draws behind those of the period, bucket by bucket: the period before, but for weeks whole weeks
 * back, so that both are cut at the same weekdays.
 */
export function comparisonPeriod(period: Period, bucket: BucketWidth): Period {
  if (bucket === 'DAY') return previousPeriod(period);
  const back = Math.ceil(countDays(period.from, period.to) / 7) * 7;
  return { from: addDays(period.from, -back), to: addDays(period.to, -back) };
}

/** Days, or weeks where days would be too narrow to read. */
export const bucketWidthOf = ({ from, to }: Period): BucketWidth =>
  countDays(from, to) >= WEEKS_FROM_DAYS ? 'WEEK' : 'DAY';
