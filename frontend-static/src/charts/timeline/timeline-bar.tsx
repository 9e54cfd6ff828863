import { type KeyboardEvent, type MouseEvent, useMemo } from 'react';
import { clock, duration } from '@/lib/format';
import { BarLegend } from './bar-legend';
import { BarBlocks, BarHandoffs, BarMessages, BarWaits } from './bar-parts';
import { type Item, nearestItem, sortByTime, startOf } from './item';
import { compressedScale, position, type Span } from './scale';

type TimelineBarProps = {
  /** What is drawn, for those who cannot see it. */
  label: string;
  whole: Span;
  items: readonly Item[];
  /** The key of what is pointed at or chosen, here or elsewhere on the page. */
  marked: string | null;
  /** Which messages are drawn, where not all of them are. */
  messages?: string | null;
  onPoint: (key: string | null) => void;
  onChoose: (key: string) => void;
};

/** How near the pointer must come to something narrow, in pixels. */
const REACH_PX = 10;

/** A stretch of time as a whole: what ran as blocks to scale, what happened as marks, long waits cut short. */
export function TimelineBar(props: TimelineBarProps) {
  const { label, whole, items, marked, messages = null, onPoint, onChoose } = props;
  const ordered = useMemo(() => sortByTime(items), [items]);
  const scale = useMemo(
    () =>
      compressedScale(
        whole,
        items.filter((item) => item.kind === 'block'),
      ),
    [whole, items],
  );
  const place = (time: number): number => position(scale, time);
  const index = ordered.findIndex(({ key }) => key === marked);
  const current = ordered[index];

  const under = (event: MouseEvent<HTMLElement>): Item | null => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return nearestItem(ordered, place, (event.clientX - left) / width, REACH_PX / width);
  };
  const step = (event: KeyboardEvent) => {
    const target = stepOf(event.key, index, ordered.length);
    const item = target === null ? undefined : ordered[target];
    if (item !== undefined) {
      event.preventDefault();
      onPoint(item.key);
    } else if (event.key === 'Enter' && current !== undefined) onChoose(current.key);
  };

  return (
    <div>
      {/* The arrow keys go through what is drawn, so one stop of the Tab key is enough for all of it. */}
      <div
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={1}
        aria-valuemax={Math.max(ordered.length, 1)}
        aria-valuenow={Math.max(index + 1, 1)}
        aria-valuetext={current === undefined ? 'Nothing marked' : `${current.label}, ${timeOf(current)}`}
        data-timeline-bar
        onKeyDown={step}
        onPointerMove={(event) => onPoint(under(event)?.key ?? null)}
        onPointerLeave={() => onPoint(null)}
        onBlur={() => onPoint(null)}
        onClick={(event) => {
          const item = under(event);
          if (item !== null) onChoose(item.key);
        }}
        className="relative h-14 w-full cursor-pointer touch-pan-y"
      >
        <div className="absolute inset-x-0 top-4 h-7 rounded bg-hover" />
        <BarWaits pieces={scale} />
        <BarBlocks items={ordered} place={place} marked={marked} />
        <BarHandoffs items={ordered} place={place} marked={marked} />
        <BarMessages items={ordered} place={place} marked={marked} />
      </div>
      <div className="mt-1 flex flex-wrap content-start items-baseline max-sm:min-h-14 justify-between gap-x-6 gap-y-1 text-xs">
        <p className="h-4 min-w-0 truncate text-muted" data-bar-caption>
          {current === undefined ? (
            <>
              <span className="text-ink">{duration(whole.to - whole.from)}</span> in all, long waits cut short
            </>
          ) : (
            <>
              <span className="text-ink">{current.label}</span> {timeOf(current)}
            </>
          )}
        </p>
        <BarLegend items={items} messages={messages} />
      </div>
    </div>
  );
}

const timeOf = (item: Item): string => clock(new Date(startOf(item)).toISOString());

function stepOf(key: string, index: number, length: number): number | null {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return Math.min(index + 1, length - 1);
    case 'ArrowLeft':
    case 'ArrowUp':
      return Math.max(index - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return length - 1;
    default:
      return null;
  }
}
