import { scaleOf } from './scale';
import type { Unit } from './unit';

/** How many values are at least `from` and below `to`; the last bin includes its upper end. */
export type Bin = { readonly from: number; readonly to: number; readonly count: number };

/** Adjacent bins of the same width. */
export type Bins = { readonly bins: readonly Bin[]; readonly step: number };

/** The edges of a bin as text. */
export const binLabel = ({ from, to }: Bin, step: number, unit: Unit): string =>
  `${unit.tick(from, step)} – ${unit.tick(to, step)}`;

const BINS = 8;

/** About eight bins with round edges that cover all values. */
export function histogramBins(values: readonly number[], unit: Unit): Bins {
  const { ticks, step } = scaleOf(values, unit, { steps: BINS, fromZero: false });
  const bins = ticks.slice(0, -1).map((from, index) => {
    const to = ticks[index + 1] ?? from;
    const isLast = index === ticks.length - 2;
    return { from, to, count: values.filter((value) => from <= value && (value < to || isLast)).length };
  });
  return { bins, step };
}

/** The median; null for no values. */
export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
