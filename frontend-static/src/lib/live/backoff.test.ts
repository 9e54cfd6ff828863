import { describe, expect, it } from 'vitest';
import { backoffMs } from './backoff';

describe('the wait before another try', () => {
  it('grows to a bound, and chance spreads it by a quarter', () => {
    expect([1, 2, 3].map((losses) => backoffMs(losses, 0.5))).toEqual([500, 1_000, 2_000]);
    expect(backoffMs(50, 0.5)).toBe(15_000);
    expect([backoffMs(1, 0), backoffMs(1, 1)]).toEqual([375, 625]);
  });
});
