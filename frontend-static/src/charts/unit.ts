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

/** What a value of a chart is measured in: how it reads, and which steps an axis goes in. */
export type Unit = {
  /** A value in a tooltip or a table. */
  readonly format: (value: number | null) => string;
  /** A value at an axis that goes in such steps. */
  readonly tick: (value: number, step: number) => string;
  /** The least round step of at least this size. */
  readonly step: (least: number) => number;
  /** No value lies beyond. */
  readonly ceiling?: number;
};

const ROUND = [1, 2, 2.5, 5, 10];

/** The least of 1, 2, 2.5 and 5 times a power of ten that is not below. */
export function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = ROUND.find((one) => one * power >= least * (1 - 1e-9)) ?? 10;
  return Number((factor * power).toPrecision(3));
}

/** Likewise, for what comes in ones. */
export function wholeStep(least: number): number {
  if (least <= 1) return 1;
  const step = roundStep(least);
  return Number.isInteger(step) ? step : roundStep(step * 1.01);
}

const S = 1_000;
const M = 60 * S;
const H = 60 * M;
const D = 24 * H;
const CLOCK = [
  S,
  2 * S,
  5 * S,
  10 * S,
  15 * S,
  30 * S,
  M,
  2 * M,
  5 * M,
  10 * M,
  15 * M,
  30 * M,
  H,
  2 * H,
  3 * H,
  6 * H,
  12 * H,
];

/** Likewise, for whole milliseconds: the steps of a clock. */
export function clockStep(least: number): number {
  if (least <= S / 2) return wholeStep(least);
  return CLOCK.find((one) => one >= least * (1 - 1e-9)) ?? roundStep(least / D) * D;
}

export const COUNT: Unit = { format: count, tick: numberTick, step: wholeStep };
export const MEAN: Unit = { format: decimal, tick: numberTick, step: roundStep };
export const RATIO: Unit = { format: percent, tick: percentTick, step: roundStep, ceiling: 1 };
export const MONEY: Unit = { format: money, tick: moneyTick, step: roundStep };
export const DURATION: Unit = { format: duration, tick: durationTick, step: clockStep };
