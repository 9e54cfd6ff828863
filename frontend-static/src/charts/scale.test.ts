import { describe, expect, it } from 'vitest';
import { scaleOf, yOf } from './scale';
import { COUNT, clockStep, DURATION, MEAN, MONEY, RATIO, roundStep, wholeStep } from './unit';

describe('steps', () => {
  it('are 1, 2, 2.5 and 5 of any size', () => {
    expect([0.9, 1, 1.1, 2.1, 3, 6, 11, 0.021].map(roundStep)).toEqual([1, 1, 2, 2.5, 5, 10, 20, 0.025]);
  });
  it('of counts are whole', () => {
    expect([0.01, 0.9, 2.2, 2.5, 3, 22, 240].map(wholeStep)).toEqual([1, 1, 5, 5, 5, 25, 250]);
  });
  it('of durations are those of a clock', () => {
    const [s, m, h] = [1_000, 60_000, 3_600_000];
    expect([200, 900, 7 * s, 20 * s, 40 * s, 7 * m, 40 * m, 5 * h, 30 * h].map(clockStep)).toEqual([
      200,
      s,
      10 * s,
      30 * s,
      m,
      10 * m,
      h,
      6 * h,
      48 * h,
    ]);
  });
});

describe('a scale', () => {
  it('holds every value between its first and its last tick', () => {
    for (const max of [1, 3, 7, 19, 99, 101, 12_345, 9_999_999]) {
      const { ticks, max: top } = scaleOf([0, max], COUNT);
      expect(ticks[0]).toBe(0);
      expect(ticks.at(-1)).toBe(top);
      expect(top).toBeGreaterThanOrEqual(max);
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(7);
      expect(ticks.every(Number.isInteger)).toBe(true);
    }
  });
  it('has ticks without the dust of binary fractions', () => {
    expect(scaleOf([0, 0.3], MEAN).ticks.map(String)).toEqual(['0', '0.1', '0.2', '0.3']);
  });
  it('of shares ends at 100%', () => {
    expect(scaleOf([0.2, 1], RATIO, { fromZero: false })).toMatchObject({ min: 0.2, max: 1 });
    expect(scaleOf([0.97, 0.99], RATIO, { fromZero: false }).max).toBeLessThanOrEqual(1);
  });
  it('passes over what is not known, and stands without any value', () => {
    expect(scaleOf([null, 4, null], COUNT).max).toBeGreaterThanOrEqual(4);
    expect(scaleOf([null], RATIO)).toMatchObject({ min: 0, max: 1 });
    expect(scaleOf([0, 0], COUNT)).toMatchObject({ min: 0, max: 1 });
  });
  it('of one value has room', () => {
    for (const scale of [scaleOf([5], MEAN, { fromZero: false }), scaleOf([1], RATIO, { fromZero: false })]) {
      expect(scale.max).toBeGreaterThan(scale.min);
    }
    expect(scaleOf([60_000], DURATION, { fromZero: false }).max).toBeGreaterThanOrEqual(60_000);
  });
  it('puts its end at the top', () => {
    const scale = scaleOf([0, 50], COUNT);
    expect([yOf(scale, scale.min, 200), yOf(scale, scale.max, 200)]).toEqual([200, 0]);
  });
  it('writes its ticks alike', () => {
    const money = scaleOf([0, 1.2], MONEY);
    expect(money.ticks.map((tick) => MONEY.tick(tick, money.step))).toEqual([
      '$0',
      '$0.25',
      '$0.50',
      '$0.75',
      '$1.00',
      '$1.25',
    ]);
    const cents = scaleOf([0, 0.02], MONEY);
    expect(cents.ticks.map((tick) => MONEY.tick(tick, cents.step))).toEqual([
      '$0',
      '$0.005',
      '$0.010',
      '$0.015',
      '$0.020',
    ]);
    const time = scaleOf([0, 280_000], DURATION);
    expect(time.ticks.map((tick) => DURATION.tick(tick, time.step))).toEqual(['0', '1m', '2m', '3m', '4m', '5m']);
  });
});
