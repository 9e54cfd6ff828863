import type { RunRowFragment } from '@/gql/graphql';
import { duration, money } from '@/lib/format';
import { cn } from '@/ui/class-names';
import type { TimelineEvent } from './merge';
import { errorText, handoffTitle, speaker } from './words';

type SummaryProps = { event: TimelineEvent; now: number; isOpen: boolean };

/** An event in a line or two. */
export function EventSummary({ event, now, isOpen }: SummaryProps) {
  switch (event.__typename) {
    case 'MessageEvent':
      return (
        <>
          <span className="block font-medium">{speaker(event)}</span>
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
      return <Line title={`Run ${event.run.number} ${ENDED[event.run.status]}`} notes={notes(event.run)} />;
    case 'HandoffEvent':
      return (
        <Line
          title={handoffTitle(event.handoff)}
          notes={{ followed: event.handoff.followedByRun ? 'a run ended within 4 h' : null }}
        />
      );
  }
}

/** What there is to say beside a title, each under a name of its own. */
type Notes = Readonly<Record<string, string | null>>;

const notes = (run: RunRowFragment): Notes => ({
  duration: duration(run.durationMs),
  cost: money(run.costUsd),
  error: errorText(run.errorCategory, run.errorType),
});

const ENDED: Record<RunRowFragment['status'], string> = {
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

/** A title, and beside it what there is to say. */
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
