import { ArrowLeftRight, Bot, Cog, type LucideIcon, Play, User } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Mark } from '@/charts/timeline/item';
import type { Actor, RunRowFragment } from '@/gql/graphql';
import { DASH, duration } from '@/lib/format';
import { cn } from '@/ui/class-names';
import { Cost } from '@/ui/cost';
import { RUN_STATUS_STYLES } from '@/ui/run-status';
import type { Fact } from '../facts';
import { errorText, handoffTitle, INFERRED_HANDOFF, methodName, nameOf } from '../labels';
import { runFacts } from '../runs/facts';
import type { TimelineEvent } from './merge-events';

/** What the timeline shows of a kind of event. */
type Kind<Event> = {
  readonly icon: (event: Event) => readonly [LucideIcon, tone: string];
  /** A line or two. */
  readonly summary: (event: Event, row: { now: number; isOpen: boolean }) => ReactNode;
  /** Its details, besides time and id. */
  readonly facts: (event: Event) => readonly Fact[];
  /** Its mark in the bar; null for events of runs and for handoffs, which are there although not yet loaded. */
  readonly mark: ((event: Event) => Pick<Mark, 'kind' | 'label'>) | null;
};

type Name = TimelineEvent['__typename'];
type Of<One extends Name> = Extract<TimelineEvent, { __typename: One }>;

const KINDS: { readonly [One in Name]: Kind<Of<One>> } = {
  MessageEvent: {
    icon: ({ actor }) => [ACTOR_ICONS[actor], 'text-muted'],
    summary: (event, { isOpen }) => (
      <>
        <span className="wrap-anywhere block font-medium">{speakerName(event)}</span>
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
    ),
    facts: ({ user }) => [['Person', nameOf(user) ?? DASH]],
    mark: (event) => ({ kind: 'message', label: `Message, ${speakerName(event)}` }),
  },
  RunStartedEvent: {
    icon: () => [Play, 'text-accent'],
    summary: ({ run }, { now }) => (
      <Line title={`Run ${run.number} started`} notes={{ state: stateNote(run, now), model: run.model }} />
    ),
    facts: ({ run }) => runFacts(run),
    mark: null,
  },
  RunCompletedEvent: {
    icon: ({ run }) => {
      const [Icon, , tone] = RUN_STATUS_STYLES[run.status];
      return [Icon, tone];
    },
    summary: ({ run }) => <Line title={`Run ${run.number} ${END_VERBS[run.status]}`} notes={runNotes(run)} />,
    facts: ({ run }) => runFacts(run),
    mark: null,
  },
  HandoffEvent: {
    icon: () => [ArrowLeftRight, 'text-warn'],
    summary: ({ handoff }) => (
      <Line
        title={handoffTitle(handoff)}
        notes={{
          inferred: handoff.inferred ? 'inferred' : null,
          followed: handoff.followedByRun ? 'a run ended within 4 h' : null,
        }}
      />
    ),
    facts: ({ handoff }) => [
      ['Method', methodName(handoff.method)],
      ['Person', nameOf(handoff.user) ?? DASH],
      ['Run within 4 h after it', handoff.followedByRun ? 'Yes' : 'No'],
      ...(handoff.inferred ? [['Known from', INFERRED_HANDOFF] satisfies Fact] : []),
    ],
    mark: null,
  },
};

/** What is shown of an event of this kind. */
export const kindOf = <One extends Name>(event: Of<One>): Kind<Of<One>> => KINDS[event.__typename as One];

const ACTOR_ICONS: Record<Actor, LucideIcon> = { USER: User, AGENT: Bot, SYSTEM: Cog };

/** The author of a message. */
function speakerName({ actor, user }: Of<'MessageEvent'>): string {
  if (actor === 'AGENT') return 'Agent';
  if (actor === 'SYSTEM') return 'System';
  return nameOf(user) ?? 'User';
}

/** Notes beside a title, by name. */
type Notes = Readonly<Record<string, ReactNode>>;

const runNotes = (run: RunRowFragment): Notes => ({
  duration: duration(run.durationMs),
  cost: <Cost usd={run.costUsd} unpriced={run.unpricedCalls} source={run.costSource} />,
  // Of a cancelled run without a reason there is nothing more to say.
  error: run.status === 'CANCELLED' && run.errorType === null ? null : errorText(run.errorCategory, run.errorType),
});

const END_VERBS: Record<RunRowFragment['status'], string> = {
  SUCCESS: 'succeeded',
  FAIL: 'failed',
  TIMEOUT: 'timed out',
  CANCELLED: 'was cancelled',
  RUNNING: 'ended',
  STOPPED: 'ended',
  LOST: 'ended',
};

/** What there is to say of a run without an end. */
function stateNote({ status, startedAt }: RunRowFragment, now: number): string | null {
  if (status === 'STOPPED') return 'stopped without an outcome';
  if (status === 'LOST') return 'lost: its end was never reported';
  if (status !== 'RUNNING' || startedAt === null) return null;
  return `running for ${duration(Math.max(Math.floor((now - Date.parse(startedAt)) / 1_000), 0) * 1_000)}`;
}

/** A title with its notes. */
const Line = ({ title, notes }: { title: string; notes: Notes }) => (
  <span className="flex flex-wrap gap-x-3">
    <span className="wrap-anywhere min-w-0 font-medium">{title}</span>
    {Object.entries(notes).map(
      ([name, note]) =>
        note !== null && (
          <span key={name} className="wrap-anywhere min-w-0 text-muted">
            {note}
          </span>
        ),
    )}
  </span>
);
