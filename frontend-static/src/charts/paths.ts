import { line } from 'd3-shape';
import { barRect, bucketCenter, type Frame } from './frame';
import { type Scale, yOf } from './scale';

/** Between the segments of a stack, in pixels. */
const SEAM = 1;

/** All segments of one series as one path; `where` says which buckets. */
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
    // What is there at all is seen.
    const top = Math.min(yOf(scale, to, frame.height), bottom - 0.75);
    path += `M${x},${bottom.toFixed(2)}V${top.toFixed(2)}h${width}V${bottom.toFixed(2)}Z`;
  }
  return path;
}

type Points = readonly (number | null)[];

/** A line through what is known, with gaps where nothing is. */
export const linePath = (values: Points, frame: Frame, scale: Scale): string =>
  line<number | null>()
    .defined((value) => value !== null)
    .x((_, index) => bucketCenter(frame, index))
    .y((value) => yOf(scale, value ?? scale.min, frame.height))
    .digits(2)(values) ?? '';
