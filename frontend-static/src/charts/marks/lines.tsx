import { memo, useId } from 'react';
import { isUnfinished } from '../bucket';
import { linePath } from '../paths';
import type { Drawn } from './drawn';
import { Hatch } from './hatch';

/** A line for each series, the period before dashed behind it; the bucket that is not over yet has a hatched ground. */
export const Lines = memo(function Lines({ buckets, series, scale, frame, today }: Drawn) {
  const id = useId();
  const open = buckets.findIndex((bucket) => isUnfinished(bucket, today));
  return (
    <g fill="none" strokeLinejoin="round" strokeLinecap="round">
      {open >= 0 && (
        <>
          <Hatch id={id} color="var(--line)" />
          <rect
            x={open * frame.step}
            width={frame.step}
            height={frame.height}
            fill={`url(#${id})`}
            opacity="0.6"
            data-unfinished
          />
        </>
      )}
      {series.map(({ id: name, color, previous }) =>
        previous === undefined ? null : (
          <path
            key={name}
            d={linePath(previous, frame, scale)}
            stroke={color}
            strokeWidth="1.5"
            strokeDasharray="3 4"
            opacity="0.55"
          />
        ),
      )}
      {series.map(({ id: name, color, values }) => (
        <path key={name} d={linePath(values, frame, scale)} stroke={color} strokeWidth="2" data-series={name} />
      ))}
    </g>
  );
});
