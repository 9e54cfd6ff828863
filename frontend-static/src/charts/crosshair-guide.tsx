import { bucketCenter } from './frame';
import type { MarkProps } from './marks/mark-props';
import { yOf } from './scale';
import type { Mark } from './series';

type GuideProps = MarkProps & { mark: Mark; at: number; dragged: readonly [number, number] | null };

/** The line at the crosshair, a dot on each line, and the background of the dragged range. */
export function CrosshairGuide({ series, scale, frame, mark, at, dragged }: GuideProps) {
  if (at < 0 && dragged === null) return null;
  const x = bucketCenter(frame, at);
  return (
    <svg
      aria-hidden="true"
      width={frame.width}
      height={frame.height}
      className="pointer-events-none absolute overflow-visible"
      style={{ left: frame.left, top: frame.top }}
    >
      {dragged !== null && (
        <rect
          data-dragged
          x={dragged[0] * frame.step}
          width={(dragged[1] - dragged[0] + 1) * frame.step}
          height={frame.height}
          className="fill-accent/15 stroke-accent"
        />
      )}
      {at >= 0 && <path data-crosshair d={`M${x},0V${frame.height}`} className="stroke-muted" strokeDasharray="3 3" />}
      {mark === 'lines' &&
        series.map(({ id, color, values }) => {
          const value = values[at] ?? null;
          if (value === null) return null;
          const y = yOf(scale, value, frame.height);
          return <circle key={id} cx={x} cy={y} r="4" fill={color} strokeWidth="2" className="stroke-card" />;
        })}
    </svg>
  );
}
