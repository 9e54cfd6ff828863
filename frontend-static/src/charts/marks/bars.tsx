import { memo, useId } from 'react';
import { isOpenBucket } from '../bucket';
import { barsPath } from '../paths';
import type { stacked } from '../series';
import { Hatch } from './hatch';
import type { MarkProps } from './mark-props';

type BarsProps = MarkProps & { segments: ReturnType<typeof stacked> };

/** Stacked bars: a path for each series, and a hatched one for the bucket that is not over yet. */
export const Bars = memo(function Bars({ buckets, series, segments, scale, frame, today }: BarsProps) {
  const id = useId();
  const open = buckets.findIndex((bucket) => isOpenBucket(bucket, today));
  return series.map(({ id: name, color }, index) => {
    const own = segments[index] ?? [];
    return (
      <g key={name} data-series={name}>
        <path d={barsPath(own, frame, scale, (at) => at !== open)} fill={color} />
        {open >= 0 && (
          <>
            <Hatch id={`${id}${index}`} color={color} />
            <path d={barsPath(own, frame, scale, (at) => at === open)} fill={`url(#${id}${index})`} data-unfinished />
          </>
        )}
      </g>
    );
  });
});
