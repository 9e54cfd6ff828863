import type { BucketWidth } from '@/lib/range';

/** The width of the points of a chart, in words. */
export const perBucket = (bucket: BucketWidth): string => (bucket === 'WEEK' ? 'per week' : 'per day');
