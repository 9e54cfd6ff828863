import { ArrowLeftRight, Bot, ChevronRight, Cog, type LucideIcon, Play, User } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Actor, RunRowFragment } from '@/gql/graphql';
import { clock, DASH, duration, fullTime, money } from '@/lib/format';
import { cn } from '@/ui/class-names';
import { RUN_STATUS_STYLES } from '@/ui/run-status';
import { Tooltip } from '@/ui/tooltip';
import { Facts } from '../facts';
import { errorText, handoffTitle, methodName, nameOf, speakerName } from '../labels';
import { runFacts } from '../runs/facts';
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
        <span className="min-w-0 flex-1">
          <EventSummary event={event} now={now} isOpen={isOpen} />
        </span>
        <ChevronRight
          aria-hidden
          className={cn('mt-0.5 size-4 shrink-0 text-muted transition-transform', isOpen && 'rotate-90')}
        />
      </button>
      {isOpen && (
        <div className="px-3.5 pb-3 pl-14 sm:pl-29">
          <EventDetails event={event} />
        </div>
      )}
    </div>
  );
}

type SummaryProps = { event: TimelineEvent; now: number; isOpen: boolean };

/** The summary of an event, in a line or two. */
function EventSummary({ event, now, isOpen }: SummaryProps) {
  switch (event.__typename) {
    case 'MessageEvent':
      return (
        <>
          <span className="block font-medium">{speakerName(event)}</span>
          <span
            className={cn(
              'whitespace-pre-wrap break-words',
              isOpen ? 'block' : 'line-clamp-2',
              event.text === null && 'text-muted',
            )}
          >
            {event.text ?? 'The text is not kept.'}
          </span>
        </>
      );
    case 'RunStartedEvent':
      return (
        <Line
          title={`Run ${event.run.number} started`}
          notes={{ elapsed: elapsed(event.run, now), model: event.run.model }}
        />
      );
    case 'RunCompletedEvent':
      return <Line title={`Run ${event.run.number} ${END_VERBS[event.run.status]}`} notes={runNotes(event.run)} />;
    case 'HandoffEvent':
      return (
        <Line
          title={handoffTitle(event.handoff)}
          notes={{ followed: event.handoff.followedByRun ? 'a run ended within 4 h' : null }}
        />
      );
  }
}

/** Notes beside a title, by name. */
type Notes = Readonly<Record<string, string | null>>;

const runNotes = (run: RunRowFragment): Notes => ({
  duration: duration(run.durationMs),
  cost: money(run.costUsd),
  error: errorText(run.errorCategory, run.errorType),
});

const END_VERBS: Record<RunRowFragment['status'], string> = {
  SUCCESS: 'succeeded',
  FAIL: 'failed',
  TIMEOUT: 'timed out',
  CANCELLED: 'was cancelled',
  RUNNING: 'ended',
  LOST: 'ended',
};

function elapsed({ status, startedAt }: RunRowFragment, now: number): string | null {
  if (status !== 'RUNNING' || startedAt === null) return null;
  return `running for ${duration(Math.max(Math.floor((now - Date.parse(startedAt)) / 1_000), 0) * 1_000)}`;
}

/** A title with its notes. */
const Line = ({ title, notes }: { title: string; notes: Notes }) => (
  <span className="flex flex-wrap gap-x-3">
    <span className="font-medium">{title}</span>
    {Object.entries(notes).map(
      ([name, note]) =>
        note !== null && (
          <span key={name} className="text-muted">
            {note}
          </span>
        ),
    )}
  </span>
);

const ACTOR_ICONS: Record<Actor, LucideIcon> = { USER: User, AGENT: Bot, SYSTEM: Cog };

function iconOf(event: TimelineEvent): readonly [LucideIcon, string] {
  switch (event.__typename) {
    case 'MessageEvent':
      return [ACTOR_ICONS[event.actor], 'text-muted'];
    case 'RunStartedEvent':
      return [Play, 'text-accent'];
    case 'RunCompletedEvent': {
      const [Icon, , tone] = RUN_STATUS_STYLES[event.run.status];
      return [Icon, tone];
    }
    case 'HandoffEvent':
      return [ArrowLeftRight, 'text-warn'];
  }
}

/** The kind of the event as an icon; the text beside it says the same. */
function EventIcon({ event }: { event: TimelineEvent }) {
  const [Icon, tone] = iconOf(event);
  return <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', tone)} />;
}

const yesNo = (truth: boolean): string => (truth ? 'Yes' : 'No');

function eventFacts(event: TimelineEvent): readonly (readonly [string, ReactNode])[] {
  switch (event.__typename) {
    case 'MessageEvent':
      return [['Person', nameOf(event.user) ?? DASH]];
    case 'RunStartedEvent':
    case 'RunCompletedEvent':
      return runFacts(event.run);
    case 'HandoffEvent':
      return [
        ['Method', methodName(event.handoff.method)],
        ['Person', nameOf(event.handoff.user) ?? DASH],
        ['Run within 4 h after it', yesNo(event.handoff.followedByRun)],
      ];
  }
}

/** The details of an event. */
const EventDetails = ({ event }: { event: TimelineEvent }) => (
  <Facts
    facts={[
      ['Time', fullTime(event.occurredAt)],
      ...eventFacts(event),
      [
        'Event',
        <span key="id" className="break-all font-mono">
          {event.id}
        </span>,
      ],
    ]}
  />
);
