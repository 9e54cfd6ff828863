import { memo } from 'react';
import { type Bucket, bucketLabel, labeledIndexes } from './bucket';
import { bucketCenter, type Frame } from './frame';
import { type Scale, yOf } from './scale';
import type { Unit } from './unit';

const LABEL_WIDTH = 64;
/** Half the width of the longest day label. */
const HALF_LABEL = 20;

type AxesProps = { buckets: readonly Bucket[]; scale: Scale; unit: Unit; frame: Frame };

/** Grid lines with their values, and the days below. */
export const Axes = memo(function Axes({ buckets, scale, unit, frame }: AxesProps) {
  const { left, top, width, height } = frame;
  return (
    <g className="fill-muted text-axis">
      {scale.ticks.map((tick) => {
        const y = Math.round(top + yOf(scale, tick, height)) + 0.5;
        return (
          <g key={tick}>
            <path d={`M${left},${y}h${width}`} className="stroke-line" />
            <text x={left - 8} y={y} dy="0.32em" textAnchor="end">
              {unit.tick(tick, scale.step)}
            </text>
          </g>
        );
      })}
      {labeledIndexes(buckets.length, width, LABEL_WIDTH).map((index) => {
        const bucket = buckets[index];
        if (bucket === undefined) return null;
        const atEnd = bucketCenter(frame, index) > width - HALF_LABEL;
        return (
          <text
            key={bucket.start}
            x={left + (atEnd ? width : bucketCenter(frame, index))}
            y={top + height + 16}
            textAnchor={atEnd ? 'end' : 'middle'}
          >
            {bucketLabel(bucket)}
          </text>
        );
      })}
    </g>
  );
});
