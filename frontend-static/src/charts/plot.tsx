import { useMemo } from 'react';
import { useRange } from '@/lib/use-range';
import { Axes } from './axes';
import type { Bucket } from './bucket';
import { frameOf } from './frame';
import { InteractionLayer } from './interaction-layer';
import { Bars } from './marks/bars';
import { Lines } from './marks/lines';
import { scaleOf } from './scale';
import { type Mark, type Series, stacked } from './series';
import type { Unit } from './unit';
import { useSize } from './use-size';

type PlotProps = {
  label: string;
  buckets: readonly Bucket[];
  series: readonly Series[];
  mark: Mark;
  before: readonly Bucket[] | undefined;
  unit: Unit;
};

/** The minimum height of a step of the axis, in pixels. */
const STEP_HEIGHT = 40;

/** Axes and marks at the size of the container; what follows the pointer is a layer of its own. */
export function Plot({ label, buckets, series, mark, before, unit }: PlotProps) {
  const [ref, { width, height }] = useSize<HTMLDivElement>();
  const { today } = useRange();
  const segments = useMemo(() => (mark === 'bars' ? stacked(series) : []), [mark, series]);
  const scale = useMemo(() => {
    const values =
      mark === 'bars'
        ? segments.flatMap((one) => one.map(([, to]) => to))
        : series.flatMap(({ values, previous = [] }) => [...values, ...previous]);
    const steps = Math.max(2, Math.min(5, Math.floor(height / STEP_HEIGHT)));
    return scaleOf(values, unit, { steps, fromZero: mark === 'bars' });
  }, [mark, segments, series, unit, height]);
  const frame = useMemo(
    () => frameOf(width, height, scale, unit, buckets.length),
    [width, height, scale, unit, buckets.length],
  );
  const drawn = { buckets, series, scale, frame, today };
  return (
    <div ref={ref} className="relative h-full">
      {width > 0 && (
        <>
          <svg width={width} height={height} aria-hidden="true" className="block overflow-visible">
            <Axes buckets={buckets} scale={scale} unit={unit} frame={frame} />
            <g transform={`translate(${frame.left},${frame.top})`}>
              {mark === 'bars' ? <Bars {...drawn} segments={segments} /> : <Lines {...drawn} />}
            </g>
          </svg>
          <InteractionLayer {...drawn} label={label} before={before} mark={mark} unit={unit} />
        </>
      )}
    </div>
  );
}
