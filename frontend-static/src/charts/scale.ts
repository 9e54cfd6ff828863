import type { Unit } from './unit';

/** A linear axis from its first to its last tick. */
export type Scale = {
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly number[];
  readonly step: number;
};

const TICKS = 5;

type Options = {
  /** The approximate number of steps. */
  steps?: number;
  /** Whether the axis starts at 0, as bars must; otherwise it starts at the lowest value. */
  fromZero?: boolean;
};

/** An axis with about five round ticks that holds every value. */
export function scaleOf(values: Iterable<number | null>, unit: Unit, options: Options = {}): Scale {
  const { steps = TICKS, fromZero = true } = options;
  let min = fromZero ? 0 : Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value === null) continue;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  if (max === Number.NEGATIVE_INFINITY) [min, max] = [0, unit.max ?? 1];
  const span = max - min || Math.abs(max) || unit.max || 1;
  const step = unit.step(span / steps);
  let first = Math.floor(min / step + 1e-9);
  let last = Math.ceil(max / step - 1e-9);
  // Equal values get room above them, or below if they are at the maximum.
  if (first === last && last * step === unit.max) first -= 1;
  else if (first === last) last += 1;
  const ticks: number[] = [];
  for (let index = first; index <= last; index += 1) {
    const tick = withoutFloatNoise(index * step);
    if (unit.max === undefined || tick <= unit.max) ticks.push(tick);
  }
  const top =
    unit.max === undefined ? withoutFloatNoise(last * step) : Math.min(unit.max, withoutFloatNoise(last * step));
  return { min: withoutFloatNoise(first * step), max: top, ticks, step };
}

/** Removes the noise of floating-point arithmetic. */
const withoutFloatNoise = (value: number): number => Number(value.toPrecision(12));

/** The position of a value, in pixels from the top. */
export const yOf = ({ min, max }: Scale, value: number, height: number): number =>
  height - ((value - min) / (max - min)) * height;
