import { expect, it } from 'vitest';
import { cumulative } from './cumulative';

const spent = (start: string, costUsd: number) => ({ start, metrics: { costUsd } });

it('sums up to each bucket, and knows nothing of the days to come', () => {
  const trends = [spent('2026-03-01', 1), spent('2026-03-02', 0), spent('2026-03-03', 2.5), spent('2026-03-04', 0)];
  expect(cumulative(trends, '2026-03-03')).toEqual([1, 1, 3.5, null]);
});
