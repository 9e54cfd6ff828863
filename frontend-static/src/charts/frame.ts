import { maxLabelWidth } from './label-width';
import type { Scale } from './scale';
import type { Unit } from './unit';

/** The inner size and the offset of a plot, in pixels; the axes lie around it. */
export type Frame = {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
  /** The width of a bucket. */
  readonly step: number;
};

const AXIS_X = 22;
const TOP = 8;
const RIGHT = 4;
const GUTTER = 12;
/** The minimum width reserved for labels. */
const LEAST_LABEL = 20;

/** The plot within a chart of this size; the labels of the y axis decide its offset from the left. */
export function frameOf(width: number, height: number, scale: Scale, unit: Unit, count: number): Frame {
  const labels = scale.ticks.map((tick) => unit.tick(tick, scale.step));
  const left = Math.ceil(Math.max(LEAST_LABEL, maxLabelWidth(labels))) + GUTTER;
  const inner = Math.max(0, width - left - RIGHT);
  return { width: inner, height: height - AXIS_X - TOP, left, top: TOP, step: inner / Math.max(1, count) };
}

/** The center of a bucket, from the left of the plot. */
export const bucketCenter = ({ step }: Frame, index: number): number => (index + 0.5) * step;

const WIDEST_BAR = 40;

/** The left edge and the width of a bar, in whole pixels. */
export function barRect(frame: Frame, index: number): { x: number; width: number } {
  const width = Math.max(1, Math.min(WIDEST_BAR, Math.floor(frame.step * 0.76)));
  return { x: Math.round(bucketCenter(frame, index) - width / 2), width };
}
