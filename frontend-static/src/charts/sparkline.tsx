import { memo } from 'react';
import { sparkPaths } from './spark-paths';

const WIDTH = 160;
const HEIGHT = 28;

type SparklineProps = {
  values: readonly (number | null)[];
  /** Whether the last value may still change. */
  unfinished?: boolean;
};

/** The trend of a figure, as wide as its container. The figure itself is beside it. */
export const Sparkline = memo(function Sparkline({ values, unfinished = false }: SparklineProps) {
  const { line, open, area } = sparkPaths(values, WIDTH, HEIGHT, unfinished);
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="block h-7 w-full overflow-visible text-(--series-1)"
    >
      <path d={area} fill="currentColor" opacity="0.1" />
      <g fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" strokeLinecap="round">
        <path d={line} vectorEffect="non-scaling-stroke" />
        <path d={open} vectorEffect="non-scaling-stroke" strokeDasharray="2 3" />
      </g>
    </svg>
  );
});
