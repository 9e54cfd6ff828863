import type { Day } from '@/lib/day';

type Spent = { readonly start: Day; readonly metrics: { readonly costUsd: number } };

/** The accumulated cost at the end of each bucket; null for future days. */
export function cumulative(trends: readonly Spent[], today: Day): (number | null)[] {
  let sum = 0;
  return trends.map(({ start, metrics }) => {
    if (start > today) return null;
    sum += metrics.costUsd;
    return sum;
  });
}
