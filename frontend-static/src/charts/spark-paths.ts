import { area, line } from 'd3-shape';

type Point = { readonly value: number; readonly index: number };
type SparkPaths = { line: string; open: string; area: string };

/** The paths of a sparkline: the line, its last segment while that may still change, and the area below. */
export function sparkPaths(
  values: readonly (number | null)[],
  width: number,
  height: number,
  unfinished: boolean,
): SparkPaths {
  const last = values.length - 1;
  // Days without a value are skipped: the sparkline shows the direction, and the charts below show the gaps.
  const known = values.flatMap((value, index) => (value === null ? [] : [{ value, index }]));
  const figures = known.map(({ value }) => value);
  const [min, max] = [Math.min(...figures), Math.max(...figures)];
  // A constant figure is drawn in the middle, or at the bottom if it is 0.
  const flat = max === 0 ? height - 1 : height / 2;
  const y = ({ value }: Point) => (max === min ? flat : 1 + (1 - (value - min) / (max - min)) * (height - 2));
  const x = ({ index }: Point) => (last === 0 ? width / 2 : (index * width) / last);
  const path = line<Point>().x(x).y(y).digits(1);
  const below = area<Point>().x(x).y0(height).y1(y).digits(1);
  const isOpen = unfinished && known.at(-1)?.index === last;
  return {
    line: path(isOpen ? known.slice(0, -1) : known) ?? '',
    open: isOpen ? (path(known.slice(-2)) ?? '') : '',
    area: below(known) ?? '',
  };
}
