import { describe, expect, it } from 'vitest';
import {
  ago,
  change,
  count,
  dateTime,
  days,
  decimal,
  duration,
  exact,
  fullTime,
  money,
  moneyCompact,
  percent,
} from '.';

describe('nothing', () => {
  it('is a dash, and zero is zero', () => {
    for (const write of [count, exact, decimal, percent, money, moneyCompact, duration, dateTime, ago]) {
      expect(write(null)).toBe('–');
      expect(write(undefined)).toBe('–');
    }
    expect([count(0), decimal(0), percent(0), money(0), duration(0)]).toEqual(['0', '0.0', '0.0%', '$0.00', '0s']);
  });
});

describe('numbers', () => {
  it('show every digit up to 99,999', () => {
    expect([count(28_314), count(99_999), count(100_000), count(1_234_567)]).toEqual([
      '28,314',
      '99,999',
      '100K',
      '1.2M',
    ]);
    expect(exact(1_234_567)).toBe('1,234,567');
    expect([percent(0.8), percent(0.99999), decimal(3.86)]).toEqual(['80.0%', '100.0%', '3.9']);
  });
});

describe('money', () => {
  it('has cents, and mills below a dollar', () => {
    expect([money(14.034), money(0.0213), money(0.0004), money(38_123.4)]).toEqual([
      '$14.03',
      '$0.021',
      '<$0.001',
      '$38,123.40',
    ]);
    expect([moneyCompact(38_123.4), moneyCompact(1_250_000), moneyCompact(17.5)]).toEqual([
      '$38.1K',
      '$1.3M',
      '$17.50',
    ]);
  });
});

describe('durations', () => {
  it.each([
    [850, '850ms'],
    [5_260, '5.2s'],
    [59_999, '59s'],
    [186_000, '3m 06s'],
    [3_599_999, '59m 59s'],
    [3_780_000, '1h 03m'],
    [100_800_000, '1d 04h'],
  ])('%d ms is %s', (ms, text) => expect(duration(ms)).toBe(text));
});

describe('times', () => {
  const now = Date.parse('2026-11-22T12:00:00Z');
  it('are those of UTC, with the year where it is another', () => {
    expect(dateTime('2026-11-22T21:47:05.123456Z', now)).toBe('Nov 22, 21:47');
    expect(dateTime('2025-12-31T00:00:00Z', now)).toBe('Dec 31, 2025, 00:00');
    expect(fullTime('2026-11-22T21:47:05Z')).toBe('Sun, Nov 22, 2026, 21:47:05 UTC');
  });
  it('are ages', () => {
    expect(ago('2026-11-22T11:59:30Z', now)).toBe('just now');
    expect(ago('2026-11-22T11:57:00Z', now)).toBe('3 min ago');
    expect(ago('2026-11-21T12:00:01Z', now)).toBe('23 h ago');
    expect(ago('2026-11-20T12:00:00Z', now)).toBe('2 d ago');
  });
  it('are days, with the year once where one suffices', () => {
    expect(days({ from: '2026-11-16', to: '2026-11-22' })).toBe('Nov 16 – Nov 22, 2026');
    expect(days({ from: '2025-12-30', to: '2026-01-02' })).toBe('Dec 30, 2025 – Jan 2, 2026');
    expect(days({ from: '2026-01-02', to: '2026-01-02' })).toBe('Jan 2, 2026');
  });
});

describe('a change', () => {
  it('is good or bad by what the figure means', () => {
    expect(change(110, 100, 'up-is-good')).toEqual({ text: '10.0%', direction: 'up', tone: 'good' });
    expect(change(110, 100, 'up-is-bad')).toEqual({ text: '10.0%', direction: 'up', tone: 'bad' });
    expect(change(50, 100, 'up-is-bad')).toEqual({ text: '50.0%', direction: 'down', tone: 'good' });
    expect(change(110, 100, 'neutral')?.tone).toBe('neutral');
  });
  it('is nothing to speak of under half a percent', () => {
    expect(change(100.4, 100, 'up-is-good')).toEqual({ text: '0.4%', direction: 'up', tone: 'neutral' });
    expect(change(100, 100, 'up-is-good')).toEqual({ text: '0.0%', direction: 'flat', tone: 'neutral' });
  });
  it('is none where there is nothing to compare with', () => {
    expect(change(5, 0, 'up-is-good')).toBeNull();
    expect(change(5, null, 'up-is-good')).toBeNull();
    expect(change(null, 5, 'up-is-good')).toBeNull();
  });
});
