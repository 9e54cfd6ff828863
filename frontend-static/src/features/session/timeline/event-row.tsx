import { ChevronRight } from 'lucide-react';
import { clock, fullTime } from '@/lib/format';
import { cn } from '@/ui/class-names';
import { Tooltip } from '@/ui/tooltip';
import { Facts } from '../facts';
import { mayHaveSteps, RunSteps } from '../steps/run-steps';
import { useStepsPlace } from '../steps/steps-context';
import { kindOf } from './kinds';
import type { TimelineEvent } from './merge-events';

type RowProps = {
  event: TimelineEvent;
  now: number;
  isOpen: boolean;
  isMarked: boolean;
  onToggle: (event: TimelineEvent) => void;
};

/** An event: time, icon and summary, and its details when open. */
export function TimelineRow({ event, now, isOpen, isMarked, onToggle }: RowProps) {
  return (
    <div
      data-marked={isMarked}
      className="border-line border-b border-l-2 border-l-transparent in-[li:last-child]:border-b-0 data-[marked=true]:border-l-accent data-[marked=true]:bg-hover"
    >
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => onToggle(event)}
        className="flex min-h-[37px] w-full items-start gap-3 px-3.5 py-2 text-left text-sm -outline-offset-2"
      >
        <Tooltip label={fullTime(event.occurredAt)}>
          <time dateTime={event.occurredAt} className="w-14 shrink-0 text-muted text-xs leading-4.5">
            {clock(event.occurredAt)}
          </time>
        </Tooltip>
        <EventIcon event={event} />
        <span className="min-w-0 flex-1">{kindOf(event).summary(event, { now, isOpen })}</span>
        <ChevronRight
          aria-hidden
          className={cn('mt-0.5 size-4 shrink-0 text-muted transition-transform', isOpen && 'rotate-90')}
        />
      </button>
      {isOpen && (
        <div className="flex flex-col gap-3 px-3.5 pb-3 sm:pl-29">
          <EventDetails event={event} />
          <EventSteps event={event} />
        </div>
      )}
    </div>
  );
}

/** The steps of the run that the event begins. */
function EventSteps({ event }: { event: TimelineEvent }) {
  const place = useStepsPlace(event);
  return place !== null && mayHaveSteps(place.run) && <RunSteps {...place} />;
}

/** The kind of the event as an icon; the text beside it says the same. */
function EventIcon({ event }: { event: TimelineEvent }) {
  const [Icon, tone] = kindOf(event).icon(event);
  return <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', tone)} />;
}

/** The details of an event. */
const EventDetails = ({ event }: { event: TimelineEvent }) => (
  <Facts
    facts={[
      ['Time', fullTime(event.occurredAt)],
      ...kindOf(event).facts(event),
      [
        'Event',
        <span key="id" className="break-all font-mono">
          {event.id}
        </span>,
      ],
    ]}
  />
);
