import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useRef, useState } from 'react';
import { exact } from '@/lib/format';
import { usePageTop } from '@/lib/use-page-top';
import { LoadMore } from '@/ui/load-more';
import { Entry } from './entry';
import { keyOf } from './items';
import type { TimelineEvent } from './merge';
import type { Timeline } from './use-timeline';

const ROW_PX = 38;
/** So many rows are all there; of more, only those in sight and a few around them. */
const ALL = 100;
const AROUND = 8;

type ListProps = {
  timeline: Timeline;
  events: readonly TimelineEvent[];
  now: number;
  marked: string | null;
  /** What shall come into sight. */
  wanted: string | null;
  onRevealed: () => void;
  onPoint: (key: string | null) => void;
  onChoose: (key: string | null) => void;
};

/** Whether what is said about it changes with the time. */
const isRunning = (event: TimelineEvent): boolean => 'run' in event && event.run.status === 'RUNNING';

/** Everything that happened, in its order. */
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
    overscan: events.length <= ALL ? ALL : AROUND,
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
            <Entry
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
