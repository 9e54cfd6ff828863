import { count } from '@/lib/format';
import { type Bin, binLabel } from '../histogram-bins';
import { maxLabelWidth } from '../label-width';
import { scaleOf, yOf } from '../scale';
import { COUNT, type Unit } from '../unit';
import { useSize } from '../use-size';

const BELOW = 22;
const TOP = 8;
const RIGHT = 12;
/** The gap between a label and what is beside it. */
const GAP = 8;
const BETWEEN_LABELS = 12;

type BinBarsProps = {
  label: string;
  noun: string;
  bins: readonly Bin[];
  /** The width of the bins. */
  step: number;
  median: number | null;
  unit: Unit;
};

/** A bar for each bin, the edges below, and a line at the median. */
export function BinBars({ label, noun, bins, step, median, unit }: BinBarsProps) {
  const [ref, size] = useSize<HTMLDivElement>();
  const height = size.height - BELOW - TOP;
  const scale = scaleOf(
    bins.map((bin) => bin.count),
    COUNT,
    { steps: 3 },
  );
  const [first, last] = [bins[0]?.from ?? 0, bins.at(-1)?.to ?? 1];
  const edges = [first, ...bins.map(({ to }) => to)];
  const labelOfEdge = maxLabelWidth(edges.map((edge) => unit.tick(edge, step)));
  // Half of the first label lies to the left of the plot.
  const left = Math.ceil(Math.max(maxLabelWidth(scale.ticks.map(count)) + GAP, labelOfEdge / 2));
  const width = size.width - left - RIGHT;
  const x = (value: number) => ((value - first) / (last - first)) * width;
  const every = Math.ceil((edges.length * (labelOfEdge + BETWEEN_LABELS)) / Math.max(1, width));
  const isAtEnd = (edge: number) => x(edge) > width - labelOfEdge / 2 + RIGHT;
  return (
    <div ref={ref} className="h-full">
      {width > 0 && (
        <svg width={size.width} height={size.height} role="img" aria-label={describe(label, noun, bins, step, unit)}>
          <g transform={`translate(${left},${TOP})`} className="fill-muted text-axis">
            {scale.ticks.map((tick) => (
              <g key={tick}>
                <path d={`M0,${Math.round(yOf(scale, tick, height)) + 0.5}h${width}`} className="stroke-line" />
                <text x={-GAP} y={yOf(scale, tick, height)} dy="0.32em" textAnchor="end">
                  {count(tick)}
                </text>
              </g>
            ))}
            {bins.map((bin) => {
              const top = yOf(scale, bin.count, height);
              return (
                <rect
                  key={bin.from}
                  x={x(bin.from) + 1}
                  width={Math.max(1, x(bin.to) - x(bin.from) - 2)}
                  y={top}
                  height={height - top}
                  className="fill-(--series-1)"
                >
                  <title>{`${binLabel(bin, step, unit)}: ${count(bin.count)} ${noun}`}</title>
                </rect>
              );
            })}
            {edges.map((edge, index) =>
              index % every === 0 ? (
                <text
                  key={edge}
                  // Aligned to the right at the end, so that it is not clipped.
                  x={isAtEnd(edge) ? width + RIGHT : x(edge)}
                  y={height + 16}
                  textAnchor={isAtEnd(edge) ? 'end' : 'middle'}
                >
                  {unit.tick(edge, step)}
                </text>
              ) : null,
            )}
            {median !== null && (
              <path d={`M${x(median)},0v${height}`} className="stroke-ink" strokeDasharray="3 3" data-median />
            )}
          </g>
        </svg>
      )}
    </div>
  );
}

const describe = (label: string, noun: string, bins: readonly Bin[], step: number, unit: Unit): string =>
  `${label}: ${bins.map((bin) => `${binLabel(bin, step, unit)}: ${count(bin.count)} ${noun}`).join('; ')}`;
