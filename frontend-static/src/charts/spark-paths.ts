import { area, line } from 'd3-shape';

type SparkPaths = { line: string; open: string; area: string };

/**
 * A sparkline from edge to edge of its box: the line, its last stretch where that may still change, and the area below.
 */
export function sparkPaths(
  values: readonly (number | null)[],
  width: number,
  height: number,
  unfinished: boolean,
): SparkPaths {
  const known = values.filter((value) => value !== null);
  const [min, max] = [Math.min(...known), Math.max(...known)];
  const last = values.length - 1;
  // A figure that never changes lies in the middle.
  const y = (value: number | null) =>
    max === min ? height / 2 : 1 + (1 - ((value ?? min) - min) / (max - min)) * (height - 2);
  const x = (_: unknown, index: number) => (last === 0 ? width / 2 : (index * width) / last);
  const part = (within: (index: number) => boolean) =>
    line<number | null>()
      .defined((value, index) => value !== null && within(index))
      .x(x)
      .y(y)
      .digits(1)(values) ?? '';
  const below = area<number | null>()
    .defined((value) => value !== null)
    .x(x)
    .y0(height)
    .y1(y)
    .digits(1);
  return {
    line: part((index) => !unfinished || index < last),
    open: unfinished ? part((index) => index >= last - 1) : '',
    area: below(values) ?? '',
  };
}
