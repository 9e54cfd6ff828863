import { useCallback, useEffect, useRef, useState } from 'react';
import { dayOf } from '@/lib/day';
import { exact, longDay } from '@/lib/format';
import { Button } from '@/ui/button';
import { keyOf } from './items';
import type { TimelineEvent } from './merge';
import { Pause } from './pause';
import { TimelineRow } from './row';
import type { Timeline } from './use-timeline';

type ListProps = {
  timeline: Timeline;
  now: number;
  marked: string | null;
  onPoint: (key: string | null) => void;
  onChoose: (key: string | null) => void;
};

/** Whether what is said about it changes with the time. */
const isRunning = (event: TimelineEvent): boolean => 'run' in event && event.run.status === 'RUNNING';

const dayAt = (instant: string): string => dayOf(new Date(instant));

/** Everything that happened, in its order. */
export function TimelineList({ timeline, now, marked, onPoint, onChoose }: ListProps) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const { events } = timeline;
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
  return (
    <>
      <ol aria-label="Timeline" onPointerLeave={() => onPoint(null)}>
        {events.map((event, at) => {
          const before = events[at - 1];
          const key = keyOf(event);
          const day = dayAt(event.occurredAt);
          const isNewDay = before === undefined || dayAt(before.occurredAt) !== day;
          return (
            <li key={event.id} data-event={key} onPointerEnter={() => onPoint(key)}>
              {isNewDay ? (
                <h2 className="border-line border-b px-4 pt-3 pb-1.5 font-medium text-muted text-xs">
                  {longDay(day)}, UTC
                </h2>
              ) : (
                // How long a run took, its end says.
                event.__typename !== 'RunCompletedEvent' && <Pause from={before.occurredAt} to={event.occurredAt} />
              )}
              <TimelineRow
                event={event}
                now={isRunning(event) ? now : 0}
                isOpen={open.has(event.id)}
                isMarked={key === marked}
                onToggle={toggle}
              />
            </li>
          );
        })}
      </ol>
      {timeline.hasMore && <More timeline={timeline} />}
    </>
  );
}

/** The rest is asked for when its place comes into sight. */
function More({ timeline: { events, isLoadingMore, loadMore } }: { timeline: Timeline }) {
  const place = useRef<HTMLDivElement>(null);
  const load = useRef(loadMore);
  useEffect(() => {
    load.current = loadMore;
  });
  useEffect(() => {
    if (place.current === null) return;
    const watch = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) load.current();
      },
      { rootMargin: '400px' },
    );
    watch.observe(place.current);
    return () => watch.disconnect();
  }, []);
  return (
    <div ref={place} className="flex items-center justify-center gap-3 border-line border-t p-3 text-muted text-xs">
      {exact(events.length)} so far
      <Button size="sm" disabled={isLoadingMore} onClick={loadMore}>
        {isLoadingMore ? 'Loading' : 'Show more'}
      </Button>
    </div>
  );
}
