import {
  count,
  decimal,
  duration,
  durationTick,
  money,
  moneyTick,
  numberTick,
  percent,
  percentTick,
} from '@/lib/format';

/** The unit of a chart's values: how to format them, and which steps an axis takes. */
export type Unit = {
  /** A value in a tooltip or a table. */
  readonly format: (value: number | null) => string;
  /** A value on an axis with this step. */
  readonly tick: (value: number, step: number) => string;
  /** The smallest round step of at least this size. */
  readonly step: (least: number) => number;
  /** The maximum possible value. */
  readonly max?: number;
};

const ROUND_FACTORS = [1, 2, 2.5, 5, 10];

/** The smallest of 1, 2, 2.5 and 5 times a power of ten that is at least this size. */
export function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = ROUND_FACTORS.find((one) => one * power >= least * (1 - 1e-9)) ?? 10;
  return Number((factor * power).toPrecision(3));
}

/** The same, for integers. */
export function wholeStep(least: number): number {
  if (least <= 1) return 1;
  const step = roundStep(least);
  return Number.isInteger(step) ? step : roundStep(step * 1.01);
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const CLOCK_STEPS = [
  SECOND,
  2 * SECOND,
  5 * SECOND,
  10 * SECOND,
  15 * SECOND,
  30 * SECOND,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
];

/** The same, for milliseconds: seconds, minutes and hours in round numbers. */
export function clockStep(least: number): number {
  if (least <= SECOND / 2) return wholeStep(least);
  return CLOCK_STEPS.find((one) => one >= least * (1 - 1e-9)) ?? roundStep(least / DAY) * DAY;
}

export const COUNT: Unit = { format: count, tick: numberTick, step: wholeStep };
export const MEAN: Unit = { format: decimal, tick: numberTick, step: roundStep };
export const RATIO: Unit = { format: percent, tick: percentTick, step: roundStep, max: 1 };
export const MONEY: Unit = { format: money, tick: moneyTick, step: roundStep };
export const DURATION: Unit = { format: duration, tick: durationTick, step: clockStep };
