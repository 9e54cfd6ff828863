import type { Day } from '@/lib/day';

type Spent = { readonly start: Day; readonly metrics: { readonly costUsd: number } };

/** What was spent until the end of each bucket; nobody knows what the days to come bring. */
export function cumulative(trends: readonly Spent[], today: Day): (number | null)[] {
  let sum = 0;
  return trends.map(({ start, metrics }) => {
    if (start > today) return null;
    sum += metrics.costUsd;
    return sum;
  });
}
