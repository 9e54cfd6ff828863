import { addDays, countDays, type Day, isDay } from './day';

/** Both days are included. */
export type Period = { readonly from: Day; readonly to: Day };

/** How wide the points of a trend are. */
export type BucketWidth = 'DAY' | 'WEEK';

/** The ranges that end today. */
export const RELATIVE_RANGES = ['7d', '30d', '90d'] as const;
export type RelativeRange = (typeof RELATIVE_RANGES)[number];

/** A range as it is chosen: relative ones stay relative. */
export type Range = RelativeRange | Period;

export const DEFAULT_RANGE: RelativeRange = '7d';
/** The longest period that the API takes, in days. */
export const MAX_DAYS = 400;
const WEEKS_FROM_DAYS = 90;

const isRelative = (text: string): text is RelativeRange => (RELATIVE_RANGES as readonly string[]).includes(text);

/** Whether the API takes the period. */
export const isValidPeriod = ({ from, to }: Period): boolean =>
  isDay(from) && isDay(to) && from <= to && countDays(from, to) <= MAX_DAYS;

/** Parses the range of a URL; null if invalid. */
export function parseRange(text: string | null): Range | null {
  if (text === null) return null;
  if (isRelative(text)) return text;
  const [from, to, ...rest] = text.split('~');
  if (from === undefined || to === undefined || rest.length > 0) return null;
  return isValidPeriod({ from, to }) ? { from, to } : null;
}

/** The range as a URL parameter; null for the default, which is not written. */
export function serializeRange(range: Range): string | null {
  if (typeof range !== 'string') return `${range.from}~${range.to}`;
  return range === DEFAULT_RANGE ? null : range;
}

/** The days of a range. */
export function periodOf(range: Range, today: Day): Period {
  if (typeof range !== 'string') return range;
  return { from: addDays(today, 1 - Number.parseInt(range, 10)), to: today };
}

/** The same number of days just before. */
export function previousPeriod({ from, to }: Period): Period {
  return { from: addDays(from, -countDays(from, to)), to: addDays(from, -1) };
}

/**
 * The days to compare a chart with, bucket by bucket: the previous period, but shifted by whole weeks if the buckets
 * are weeks, so that both are cut at the same weekdays.
 */
export function comparisonPeriod(period: Period, bucket: BucketWidth): Period {
  if (bucket === 'DAY') return previousPeriod(period);
  const back = Math.ceil(countDays(period.from, period.to) / 7) * 7;
  return { from: addDays(period.from, -back), to: addDays(period.to, -back) };
}

/** Days, or weeks where days would be too narrow. */
export const bucketWidthOf = ({ from, to }: Period): BucketWidth =>
  countDays(from, to) >= WEEKS_FROM_DAYS ? 'WEEK' : 'DAY';
