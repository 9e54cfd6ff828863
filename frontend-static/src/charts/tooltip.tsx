import { percent } from '@/lib/format';
import { type Bucket, bucketName, bucketSpan, isOpenBucket } from './bucket';
import { bucketCenter } from './frame';
import { Swatch } from './legend';
import type { MarkProps } from './marks/mark-props';
import { type Mark, totalAt } from './series';
import type { Unit } from './unit';

/** The width with the column of shares, and without. */
const [WIDE, NARROW] = [240, 188];
const GAP = 12;

type TooltipProps = MarkProps & {
  bucket: Bucket;
  beforeBucket: Bucket | undefined;
  at: number;
  mark: Mark;
  unit: Unit;
};

/** The values of one bucket, in the order of the stack. It stays beside the crosshair and within the chart. */
export function ChartTooltip({ series, frame, today, bucket, beforeBucket, at, mark, unit }: TooltipProps) {
  const hasTotal = mark === 'bars' && series.length > 1;
  const width = hasTotal ? WIDE : NARROW;
  const x = bucketCenter(frame, at);
  const fits = x + GAP + width <= frame.width;
  const left = frame.left + (fits ? x + GAP : Math.max(-frame.left, x - GAP - width));
  const total = totalAt(series, at);
  const rows = mark === 'bars' ? [...series].reverse() : series;
  return (
    <div
      data-chart-tooltip
      className="pointer-events-none absolute top-2 z-10 rounded-lg border border-line bg-raised px-2.5 py-2 text-xs shadow-float"
      style={{ left, width }}
    >
      <p className="mb-1 font-medium">
        {bucketName(bucket)}
        {isOpenBucket(bucket, today) && <span className="font-normal text-muted"> · so far</span>}
      </p>
      <dl className="grid grid-cols-[auto_1fr_auto_auto] items-baseline gap-x-1.5 gap-y-0.5">
        {rows.map(({ id, name, color, values, previous }) => {
          const value = values[at] ?? null;
          return (
            <div key={id} className="col-span-4 grid grid-cols-subgrid items-baseline">
              <span className="self-center">
                <Swatch color={color} mark={mark} />
              </span>
              <dt className="line-clamp-2 min-w-0 break-words text-muted">{name}</dt>
              <dd className="text-right font-medium">{unit.format(value)}</dd>
              {hasTotal && <dd className="min-w-11 text-right text-muted">{percent(shareOf(value, total))}</dd>}
              {previous !== undefined && (
                <>
                  <dt className="col-start-2 text-muted">
                    {beforeBucket === undefined ? 'Before' : bucketSpan(beforeBucket)}
                  </dt>
                  <dd className="text-right text-muted">{unit.format(previous[at] ?? null)}</dd>
                </>
              )}
            </div>
          );
        })}
        {hasTotal && (
          <div className="col-span-4 mt-0.5 grid grid-cols-subgrid border-line border-t pt-1">
            <dt className="col-span-2 text-muted">Total</dt>
            <dd className="text-right font-semibold">{unit.format(total)}</dd>
          </div>
        )}
      </dl>
    </div>
  );
}

const shareOf = (value: number | null, total: number | null): number | null =>
  value === null || total === null || total === 0 ? null : value / total;
