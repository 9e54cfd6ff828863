import type { Day } from '@/lib/day';
import { days, longDay, shortDay } from '@/lib/format';

/** A point of a trend: a day, or a week cut to the period. Both days are included, in UTC. */
export type Bucket = { readonly start: Day; readonly end: Day };

/** The index of the bucket that holds the day; -1 if none does. */
export const bucketAt = (buckets: readonly Bucket[], day: Day): number =>
  buckets.findIndex(({ start, end }) => start <= day && day <= end);

/** Whether the bucket is not over yet. */
export const isOpenBucket = ({ start, end }: Bucket, today: Day): boolean => start <= today && today <= end;

/** The days of the bucket, for a tooltip. */
export const bucketName = ({ start, end }: Bucket): string =>
  start === end ? longDay(start) : days({ from: start, to: end });

/** The days of the bucket, short: Nov 16, or Nov 16 – Nov 22. */
export const bucketSpan = ({ start, end }: Bucket): string =>
  start === end ? shortDay(start) : `${shortDay(start)} – ${shortDay(end)}`;

/** The name of the bucket on an axis. */
export const bucketLabel = ({ start }: Bucket): string => shortDay(start);

/** The indexes of the buckets that get a label, so that labels of this width do not overlap. */
export function labeledIndexes(count: number, width: number, labelWidth: number): number[] {
  const every = Math.max(1, Math.ceil((count * labelWidth) / Math.max(width, 1)));
  const first = Math.floor(((count - 1) % every) / 2);
  return Array.from({ length: count }, (_, index) => index).filter((index) => (index - first) % every === 0);
}
