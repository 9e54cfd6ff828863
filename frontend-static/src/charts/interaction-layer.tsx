import { useEffect, useRef } from 'react';
import { type Bucket, bucketAt, bucketName } from './bucket';
import { setCrosshair, useCrosshair } from './crosshair';
import { CrosshairGuide } from './crosshair-guide';
import type { MarkProps } from './marks/mark-props';
import type { Mark } from './series';
import { ChartTooltip } from './tooltip';
import type { Unit } from './unit';
import { useDragRange } from './use-drag-range';

type LayerProps = MarkProps & { label: string; mark: Mark; unit: Unit; before: readonly Bucket[] | undefined };

/** Lies above the marks and follows pointer and keys: crosshair, tooltip, and the range that is dragged. */
export function InteractionLayer(props: LayerProps) {
  const { label, buckets, series, frame, unit } = props;
  const ref = useRef<HTMLDivElement>(null);
  const day = useCrosshair();
  const at = day === null ? -1 : bucketAt(buckets, day);
  const last = buckets.length - 1;
  const point = (index: number) => setCrosshair(buckets[Math.max(0, Math.min(last, index))]?.start ?? null);
  const indexAt = (clientX: number) => {
    const x = clientX - (ref.current?.getBoundingClientRect().left ?? 0);
    return Math.max(0, Math.min(last, Math.floor(x / frame.step)));
  };
  const { dragged, handlers } = useDragRange(buckets, indexAt, point);
  useEffect(() => () => setCrosshair(null), []);

  const move = (event: React.KeyboardEvent) => {
    if (event.key === 'Escape') return setCrosshair(null);
    const from = at < 0 ? last + 1 : at;
    const steps: Record<string, number> = { ArrowLeft: from - 1, ArrowRight: from + 1, Home: 0, End: last };
    const next = steps[event.key];
    if (next === undefined || event.metaKey || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    point(next);
  };
  const bucket = buckets[at];
  const valueText = series.map(({ name, values }) => `${name} ${unit.format(values[at] ?? null)}`).join(', ');
  return (
    <>
      <CrosshairGuide {...props} at={at} dragged={dragged} />
      <div
        ref={ref}
        role="slider"
        tabIndex={0}
        aria-label={`${label}: days`}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, last)}
        aria-valuenow={at < 0 ? Math.max(0, last) : at}
        aria-valuetext={bucket === undefined ? 'No day chosen' : `${bucketName(bucket)}: ${valueText}`}
        onKeyDown={move}
        onFocus={(event) => event.currentTarget.matches(':focus-visible') && at < 0 && point(last)}
        onBlur={() => setCrosshair(null)}
        {...handlers}
        className="absolute cursor-crosshair touch-pan-y rounded-sm"
        style={{ left: frame.left, top: frame.top, width: frame.width, height: frame.height }}
      />
      {bucket !== undefined && <ChartTooltip {...props} bucket={bucket} beforeBucket={props.before?.[at]} at={at} />}
    </>
  );
}
