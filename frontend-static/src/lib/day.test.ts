import { describe, expect, it } from 'vitest';
import { addDays, countDays, dayOf, isDay, msUntilTomorrow } from './day';

describe('a day', () => {
  it('is counted over changes of clocks and leap days', () => {
    // Clocks change in Europe and America within these days; a day of UTC has 24 hours all the same.
    expect(addDays('2026-03-28', 2)).toBe('2026-03-30');
    expect(addDays('2026-11-01', 1)).toBe('2026-11-02');
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    expect(countDays('2026-03-01', '2026-03-31')).toBe(31);
  });

  it('is one that exists, written in ten characters', () => {
    expect(isDay('2024-02-29')).toBe(true);
    expect(isDay('2026-02-29')).toBe(false);
    expect(isDay('2026-2-9')).toBe(false);
    expect(isDay('2026-13-01')).toBe(false);
  });

  it('is that of UTC, wherever one is', () => {
    expect(dayOf(Date.parse('2026-11-22T23:59:59.999Z'))).toBe('2026-11-22');
    expect(dayOf(Date.parse('2026-11-22T23:30:00-02:00'))).toBe('2026-11-23');
    expect(msUntilTomorrow(Date.parse('2026-11-22T23:59:59Z'))).toBe(1_000);
    expect(msUntilTomorrow(Date.parse('2026-11-22T00:00:00Z'))).toBe(86_400_000);
  });
});
