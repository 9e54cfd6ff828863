import { line } from 'd3-shape';
import { barRect, bucketCenter, type Frame } from './frame';
import { type Scale, yOf } from './scale';

/** The gap between the segments of a stack, in pixels. */
const SEAM = 1;

/** All segments of a series as one path; `where` picks the buckets. */
export function barsPath(
  segments: readonly (readonly [number, number])[],
  frame: Frame,
  scale: Scale,
  where: (index: number) => boolean,
): string {
  let path = '';
  for (const [index, [from, to]] of segments.entries()) {
    if (to <= from || !where(index)) continue;
    const { x, width } = barRect(frame, index);
    const bottom = yOf(scale, from, frame.height) - (from > 0 ? SEAM : 0);
    // Even the smallest value shows.
    const top = Math.min(yOf(scale, to, frame.height), bottom - 0.75);
    path += `M${x},${bottom.toFixed(2)}V${top.toFixed(2)}h${width}V${bottom.toFixed(2)}Z`;
  }
  return path;
}

type Points = readonly (number | null)[];

/** A line through the known values, with gaps where there are none. */
export const linePath = (values: Points, frame: Frame, scale: Scale): string =>
  line<number | null>()
    .defined((value) => value !== null)
    .x((_, index) => bucketCenter(frame, index))
    .y((value) => yOf(scale, value ?? scale.min, frame.height))
    .digits(2)(values) ?? '';
