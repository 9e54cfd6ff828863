import { describe, expect, it } from 'vitest';
import { bucketWidthOf, isValidPeriod, parseRange, periodOf, previousPeriod, serializeRange } from './range';

describe('a range', () => {
  it('that is relative means today and the days before it', () => {
    expect(periodOf('7d', '2026-03-02')).toEqual({ from: '2026-02-24', to: '2026-03-02' });
    expect(periodOf('90d', '2026-03-02')).toEqual({ from: '2025-12-03', to: '2026-03-02' });
  });

  it('stays relative in an address, and the usual one is not written', () => {
    expect(serializeRange('7d')).toBeNull();
    expect(serializeRange('30d')).toBe('30d');
    expect(parseRange('30d')).toBe('30d');
  });

  it('of two days is written as such and read back', () => {
    const period = { from: '2024-02-28', to: '2024-03-01' };
    expect(serializeRange(period)).toBe('2024-02-28~2024-03-01');
    expect(parseRange('2024-02-28~2024-03-01')).toEqual(period);
  });

  it.each(['', '8d', '2026-01-02~2026-01-01', '2026-02-30~2026-03-01', '2026-1-1~2026-01-02', '2026-01-01~', 'a~b~c'])(
    'is none where the address says %j',
    (text) => expect(parseRange(text)).toBeNull(),
  );

  it('has at most 400 days, both ends included', () => {
    expect(isValidPeriod({ from: '2025-01-01', to: '2026-02-04' })).toBe(true);
    expect(isValidPeriod({ from: '2025-01-01', to: '2026-02-05' })).toBe(false);
  });
});

describe('the period before', () => {
  it('has as many days and ends the day before', () => {
    expect(previousPeriod({ from: '2024-03-01', to: '2024-03-07' })).toEqual({ from: '2024-02-23', to: '2024-02-29' });
    expect(previousPeriod({ from: '2026-01-01', to: '2026-01-01' })).toEqual({ from: '2025-12-31', to: '2025-12-31' });
  });
});

describe('points', () => {
  it('are weeks from ninety days on', () => {
    expect(bucketWidthOf(periodOf('90d', '2026-11-22'))).toBe('WEEK');
    expect(bucketWidthOf({ from: '2026-01-01', to: '2026-03-30' })).toBe('DAY');
  });
});
