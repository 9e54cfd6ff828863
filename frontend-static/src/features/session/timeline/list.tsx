import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { memo, type Ref, useCallback, useEffect, useRef, useState } from 'react';
import { dayOf } from '@/lib/day';
import { duration, exact, longDay } from '@/lib/format';
import { usePageTop } from '@/lib/use-page-top';
import { LoadMore } from '@/ui/load-more';
import { keyOf } from './bar-items';
import { TimelineRow } from './event-row';
import type { TimelineEvent } from './merge-events';
import type { Timeline } from './use-timeline';

const ROW_PX = 38;
/** Up to this many rows are all rendered; of more, only those in view and a few around them. */
const RENDER_ALL_UP_TO = 100;
const OVERSCAN = 8;

type ListProps = {
  timeline: Timeline;
  events: readonly TimelineEvent[];
  now: number;
  marked: string | null;
  /** The key of the item to scroll to. */
  wanted: string | null;
  onRevealed: () => void;
  onPoint: (key: string | null) => void;
  onChoose: (key: string | null) => void;
};

/** Whether its summary changes with time. */
const isRunning = (event: TimelineEvent): boolean => 'run' in event && event.run.status === 'RUNNING';

/** All events in order. */
export function TimelineList({ timeline, events, now, marked, wanted, onRevealed, onPoint, onChoose }: ListProps) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback(
    (event: TimelineEvent) => {
      onChoose(keyOf(event));
      setOpen((before) => {
        const next = new Set(before);
        if (!next.delete(event.id)) next.add(event.id);
        return next;
      });
    },
    [onChoose],
  );
  const list = useRef<HTMLOListElement>(null);
  const top = usePageTop(list);
  const rows = useWindowVirtualizer({
    count: events.length,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => events[index]?.id ?? index,
    overscan: events.length <= RENDER_ALL_UP_TO ? RENDER_ALL_UP_TO : OVERSCAN,
    scrollMargin: top,
    initialRect: { width: 0, height: window.innerHeight },
    useFlushSync: false,
  });
  const items = rows.getVirtualItems();
  const above = (items[0]?.start ?? top) - top;
  const below = rows.getTotalSize() - ((items.at(-1)?.end ?? top) - top);
  useEffect(() => {
    if (wanted === null) return;
    const row = list.current?.querySelector<HTMLElement>(`[data-event="${CSS.escape(wanted)}"]`);
    if (row == null) {
      const at = events.findIndex((event) => keyOf(event) === wanted);
      if (at >= 0) rows.scrollToIndex(at, { align: 'center' });
      return;
    }
    row.scrollIntoView({ block: 'center' });
    row.querySelector('button')?.focus({ preventScroll: true });
    onRevealed();
  });
  return (
    <>
      <ol
        ref={list}
        aria-label="Timeline"
        style={{ paddingTop: above, paddingBottom: below }}
        onPointerLeave={() => onPoint(null)}
      >
        {items.map(({ index }) => {
          const event = events[index];
          if (event === undefined) return null;
          return (
            <TimelineEntry
              key={event.id}
              ref={rows.measureElement}
              index={index}
              of={timeline.hasMore ? -1 : events.length}
              event={event}
              before={events[index - 1]?.occurredAt ?? null}
              now={isRunning(event) ? now : 0}
              isOpen={open.has(event.id)}
              isMarked={keyOf(event) === marked}
              onPoint={onPoint}
              onToggle={toggle}
            />
          );
        })}
      </ol>
      {timeline.hasMore && (
        <LoadMore
          shown={events.length}
          isLoading={timeline.isLoadingMore}
          onMore={timeline.loadMore}
          className="border-line border-t"
        >
          {exact(events.length)} so far
        </LoadMore>
      )}
    </>
  );
}

type EntryProps = {
  ref: Ref<HTMLLIElement>;
  /** The index in the whole timeline, from 0, and its length; -1 while unknown. */
  index: number;
  of: number;
  event: TimelineEvent;
  /** The time of the previous event; null for the first. */
  before: string | null;
  now: number;
  isOpen: boolean;
  isMarked: boolean;
  onPoint: (key: string) => void;
  onToggle: (event: TimelineEvent) => void;
};

const dayAt = (instant: string): string => dayOf(new Date(instant));

/**
 * An event, below a heading for its day or the pause since the previous event. Memoized: there may be thousands, of
 * which few change when an item is pointed at or while a run goes on.
 */
const TimelineEntry = memo(function TimelineEntry({ ref, index, of, event, before, onPoint, ...row }: EntryProps) {
  const key = keyOf(event);
  const day = dayAt(event.occurredAt);
  return (
    <li
      ref={ref}
      data-index={index}
      data-event={key}
      aria-posinset={index + 1}
      aria-setsize={of}
      onPointerEnter={() => onPoint(key)}
      className="isolate"
    >
      {before === null || dayAt(before) !== day ? (
        <h2 className="border-line border-b px-4 pt-3 pb-1.5 font-medium text-muted text-xs">{longDay(day)}, UTC</h2>
      ) : (
        // The end of a run shows its duration.
        event.__typename !== 'RunCompletedEvent' && <Pause from={before} to={event.occurredAt} />
      )}
      <TimelineRow event={event} {...row} />
    </li>
  );
});

/** Shorter pauses are not shown. */
const SHOWN_FROM_MS = 60_000;

/** The time without an event before this one. */
function Pause({ from, to }: { from: string; to: string }) {
  const ms = Date.parse(to) - Date.parse(from);
  if (ms < SHOWN_FROM_MS) return null;
  return (
    <p className="flex items-center gap-2 py-0.5 pr-4 pl-24 text-axis text-muted sm:pl-28">
      {duration(ms)} later
      <span aria-hidden className="h-px flex-1 border-line border-t border-dashed" />
    </p>
  );
}
