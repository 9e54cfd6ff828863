import { describe, expect, it } from 'vitest';
import { decimals, durationTick, moneyTick, numberTick, percentTick } from './tick';

describe('decimals', () => {
  it('are those of the step, not of the dust that sums of binary fractions leave', () => {
    const dusty = [0.1 + 0.2 - 0.2, 0.3 - 0.2, (0.8 - 0.1) / 7, 0.1 * 3, 0.07 * 100, 1.1 * 1.1];
    expect(dusty.map(decimals)).toEqual([1, 1, 1, 1, 0, 2]);
    expect([0, 1, 250, 2.5, 0.25, 0.0025, 1e-7].map(decimals)).toEqual([0, 0, 0, 1, 2, 4, 7]);
  });
});

describe('ticks', () => {
  it('of numbers tell steps apart at every size', () => {
    expect([
      numberTick(0, 1),
      numberTick(2.5, 2.5),
      numberTick(1_000, 500),
      numberTick(1_250_000, 250_000),
      numberTick(1_500_000, 500_000),
      numberTick(2_500_000_000, 5e8),
      numberTick(100_005, 5),
    ]).toEqual(['0', '2.5', '1,000', '1.25M', '1.5M', '2.5B', '100.005K']);
  });
  it('of shares have the decimals they need', () => {
    expect([
      percentTick(0, 0.25),
      percentTick(0.25, 0.25),
      percentTick(0.025, 0.025),
      percentTick(0.0025, 0.0025),
      percentTick(0.99998, 0.00001),
      percentTick(1, 0.1),
    ]).toEqual(['0%', '25%', '2.5%', '0.25%', '99.998%', '100%']);
  });
  it('of money have the decimals of their step, and no more where the step is a difference', () => {
    expect([moneyTick(0, 5), moneyTick(10, 5), moneyTick(2.5, 2.5), moneyTick(0.0075, 0.0025)]).toEqual([
      '$0',
      '$10',
      '$2.50',
      '$0.0075',
    ]);
    expect([moneyTick(1_250, 250), moneyTick(12_500, 2_500), moneyTick(1_001_000, 1_000)]).toEqual([
      '$1,250',
      '$12.5K',
      '$1.001M',
    ]);
    expect(moneyTick(0.3, 0.4 - 0.3)).toBe('$0.30');
  });
  it('of durations leave out what is nothing', () => {
    const minute = 60_000;
    expect([
      durationTick(0, 5_000),
      durationTick(250, 250),
      durationTick(5_000, 5_000),
      durationTick(minute, minute),
      durationTick(1.5 * minute, minute / 2),
      durationTick(90 * minute, 30 * minute),
      durationTick(120 * minute, 60 * minute),
    ]).toEqual(['0', '250ms', '5s', '1m', '1m 30s', '1h 30m', '2h']);
  });
  it('of durations tell short steps apart however long they are', () => {
    expect([1_250, 1_500, 1_750].map((ms) => durationTick(ms, 250))).toEqual(['1.25s', '1.5s', '1.75s']);
    expect([3_600_000, 3_615_000, 3_630_000].map((ms) => durationTick(ms, 15_000))).toEqual(['1h', '1h 15s', '1h 30s']);
  });
});
