import type { BucketWidth } from '@/lib/range';

/** How wide the points of a chart are, in words. */
export const perBucket = (bucket: BucketWidth): string => (bucket === 'WEEK' ? 'per week' : 'per day');
