import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, countDays } from '@/lib/day';
import { bucketWidthOf, comparisonPeriod, periodOf, previousPeriod } from '@/lib/range';
import { bucketAt, bucketLabel, bucketName, isOpenBucket, labeledIndexes } from './bucket';

const ZONES = ['UTC', 'America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'Pacific/Apia', 'Pacific/Honolulu'];
const zone = process.env.TZ;

describe.each(ZONES)('days and weeks in %s', (name) => {
  beforeAll(() => {
    process.env.TZ = name;
  });
  afterAll(() => {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });

  it('no day is dropped, doubled or shifted where clocks change', () => {
    for (const [from, count] of [
      ['2026-03-01', 40],
      ['2026-09-25', 50],
      ['2026-12-20', 20],
    ] as const) {
      const buckets = Array.from({ length: count }, (_, index) => {
        const day = addDays(from, index);
        return { start: day, end: day };
      });
      expect(new Set(buckets.map(({ start }) => start)).size).toBe(count);
      for (const [index, bucket] of buckets.entries()) {
        expect(bucketAt(buckets, bucket.start)).toBe(index);
        expect(bucketLabel(bucket).split(' ')[1]).toBe(String(Number(bucket.start.slice(8))));
        expect(bucketName(bucket)).toContain(bucket.start.slice(0, 4));
      }
    }
  });

  it('a range of 90 days is weeks, and each day lies in one of them', () => {
    const period = periodOf('90d', '2026-11-22');
    expect(countDays(period.from, period.to)).toBe(90);
    expect(bucketWidthOf(period)).toBe('WEEK');
    expect(bucketWidthOf({ ...period, from: addDays(period.from, 1) })).toBe('DAY');
    const week = { start: '2026-10-19', end: '2026-10-25' };
    for (let day = week.start; day <= week.end; day = addDays(day, 1)) expect(bucketAt([week], day)).toBe(0);
    expect(bucketAt([week], '2026-10-26')).toBe(-1);
    expect(bucketName(week)).toBe('Oct 19 – Oct 25, 2026');
  });

  it('what is drawn behind weeks is cut at the same weekdays', () => {
    const weekday = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay();
    const period = periodOf('90d', '2026-11-22');
    const behind = comparisonPeriod(period, 'WEEK');
    expect(weekday(behind.from)).toBe(weekday(period.from));
    expect(countDays(behind.from, behind.to)).toBe(90);
    expect(behind.to < period.from).toBe(true);
    expect(comparisonPeriod(period, 'DAY')).toEqual(previousPeriod(period));
  });
});

describe('a bucket', () => {
  it('is unfinished while today lies in it', () => {
    const week = { start: '2026-11-16', end: '2026-11-22' };
    expect(['2026-11-15', '2026-11-16', '2026-11-22', '2026-11-23'].map((day) => isOpenBucket(week, day))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});

describe('labels', () => {
  it('have room for each other and are evenly spaced', () => {
    for (const count of [1, 2, 7, 13, 30, 89, 400]) {
      for (const width of [200, 470, 1_100]) {
        const at = labeledIndexes(count, width, 64);
        expect(at.length).toBeGreaterThan(0);
        const gaps = at.slice(1).map((index, before) => index - (at[before] ?? 0));
        expect(new Set(gaps).size).toBeLessThanOrEqual(1);
        for (const gap of gaps) expect((gap * width) / count).toBeGreaterThanOrEqual(64);
      }
    }
  });
});
