import { memo, type Ref } from 'react';
import { dayOf } from '@/lib/day';
import { longDay } from '@/lib/format';
import { keyOf } from './items';
import type { TimelineEvent } from './merge';
import { Pause } from './pause';
import { TimelineRow } from './row';

type EntryProps = {
  ref: Ref<HTMLLIElement>;
  /** Its place in the whole timeline, from 0, and how many there are; -1 while nobody knows. */
  index: number;
  of: number;
  event: TimelineEvent;
  /** When the event before it happened; null for the first. */
  before: string | null;
  now: number;
  isOpen: boolean;
  isMarked: boolean;
  onPoint: (key: string) => void;
  onToggle: (event: TimelineEvent) => void;
};

const dayAt = (instant: string): string => dayOf(new Date(instant));

/**
 * An event below the day that it begins, or after the pause since the one before. There may be thousands of them: while
 * one points at something or a run goes on only a few change.
 */
export const Entry = memo(function Entry({ ref, index, of, event, before, onPoint, ...row }: EntryProps) {
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
        // How long a run took, its end says.
        event.__typename !== 'RunCompletedEvent' && <Pause from={before} to={event.occurredAt} />
      )}
      <TimelineRow event={event} {...row} />
    </li>
  );
});
