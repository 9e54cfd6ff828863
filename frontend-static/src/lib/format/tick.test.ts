import { describe, expect, it } from 'vitest';
import { durationTick, moneyTick, numberTick, percentTick } from './tick';

describe('ticks', () => {
  it('of numbers tell steps apart at every size', () => {
    expect([0, 2.5, 1_000, 1_250_000, 1_500_000, 2_500_000_000].map(numberTick)).toEqual([
      '0',
      '2.5',
      '1,000',
      '1.25M',
      '1.5M',
      '2.5B',
    ]);
  });
  it('of shares have the decimals they need', () => {
    expect([0, 0.25, 0.025, 0.0025, 1].map(percentTick)).toEqual(['0%', '25%', '2.5%', '0.25%', '100%']);
  });
  it('of money have the decimals of their step', () => {
    expect([moneyTick(0, 5), moneyTick(10, 5), moneyTick(2.5, 2.5), moneyTick(0.0075, 0.0025)]).toEqual([
      '$0',
      '$10',
      '$2.50',
      '$0.0075',
    ]);
    expect([moneyTick(1_250, 250), moneyTick(12_500, 2_500)]).toEqual(['$1,250', '$12.5K']);
  });
  it('of durations leave out what is nothing', () => {
    expect([0, 5_000, 30_000, 60_000, 90_000, 5_400_000, 7_200_000].map(durationTick)).toEqual([
      '0',
      '5s',
      '30s',
      '1m',
      '1m 30s',
      '1h 30m',
      '2h',
    ]);
  });
});
