import { memo, useId } from 'react';
import { isOpenBucket } from '../bucket';
import { bucketCenter } from '../frame';
import { linePath } from '../paths';
import { yOf } from '../scale';
import { Hatch } from './hatch';
import type { MarkProps } from './mark-props';

/** A line for each series, with a dashed one for the previous period; the bucket that is not over yet is hatched. */
export const Lines = memo(function Lines({ buckets, series, scale, frame, today }: MarkProps) {
  const id = useId();
  const open = buckets.findIndex((bucket) => isOpenBucket(bucket, today));
  return (
    <g fill="none" strokeLinejoin="round" strokeLinecap="round">
      {open >= 0 && (
        <>
          <Hatch id={id} color="var(--line-strong)" />
          <rect
            x={open * frame.step}
            width={frame.step}
            height={frame.height}
            fill={`url(#${id})`}
            opacity="0.5"
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
      {series.map(({ id: name, color, values }) =>
        values.map((value, index) =>
          value === null || !isAlone(values, index) ? null : (
            <circle
              key={`${name} ${buckets[index]?.start}`}
              cx={bucketCenter(frame, index)}
              cy={yOf(scale, value, frame.height)}
              r="2.5"
              fill={color}
            />
          ),
        ),
      )}
    </g>
  );
});

/** Whether the point has no neighbors, so that no line connects it. */
const isAlone = (values: readonly (number | null)[], index: number): boolean =>
  (values[index - 1] ?? null) === null && (values[index + 1] ?? null) === null;
