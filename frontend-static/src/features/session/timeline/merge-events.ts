import type { RunRowFragment, TimelineRowFragment } from '@/gql/graphql';

type Step = 'ModelCallEvent' | 'ToolUseEvent';

/** An event of the timeline. Steps stand below their run instead, which loads them when it is opened. */
export type TimelineEvent = Exclude<TimelineRowFragment, { readonly __typename: Step }>;

export const isTimelineEvent = (event: TimelineRowFragment): event is TimelineEvent =>
  event.__typename !== 'ModelCallEvent' && event.__typename !== 'ToolUseEvent';

/** The order of the timeline, as in the API: time, then id. Timestamps sort as text. */
const isBefore = (one: TimelineEvent, other: TimelineEvent): boolean =>
  one.occurredAt === other.occurredAt ? one.id < other.id : one.occurredAt < other.occurredAt;

/** The slot of an event: a run has one start, the earliest, and one end, the latest. */
function slotOf(event: TimelineEvent): string {
  switch (event.__typename) {
    case 'RunStartedEvent':
      return `start ${event.run.id}`;
    case 'RunCompletedEvent':
      return `end ${event.run.id}`;
    default:
      return `event ${event.id}`;
  }
}

function pickEvent(one: TimelineEvent, other: TimelineEvent): TimelineEvent {
  const [first, last] = isBefore(one, other) ? [one, other] : [other, one];
  return first.__typename === 'RunStartedEvent' ? first : last;
}

/**
 * Merges the loaded pages with the events that arrived since, in any order and possibly in both. While pages are
 * missing, events after the last loaded one wait for their page.
 */
export function mergeEvents(
  pages: readonly TimelineEvent[],
  arrived: readonly TimelineEvent[],
  isComplete: boolean,
): TimelineEvent[] {
  const last = pages.at(-1);
  const due = isComplete || last === undefined ? arrived : arrived.filter((event) => isBefore(event, last));
  const places = new Map<string, TimelineEvent>();
  for (const event of [...due, ...pages]) {
    const there = places.get(slotOf(event));
    places.set(slotOf(event), there === undefined || there.id === event.id ? event : pickEvent(there, event));
  }
  return [...places.values()].sort((one, other) => (isBefore(one, other) ? -1 : 1));
}

/** Whether `latest` is newer than the known run: it has ended since, or ended again. */
const isNewer = (latest: RunRowFragment, known: RunRowFragment | undefined): boolean =>
  known === undefined || (latest.completedAt ?? '') > (known.completedAt ?? '');

const eventsWithRun = new WeakMap<TimelineEvent, TimelineEvent>();

/** The event with another run. The same object for the same input, as thousands of rows are memoized by it. */
function withRun(event: TimelineEvent & { readonly run: RunRowFragment }, run: RunRowFragment): TimelineEvent {
  if (event.run === run) return event;
  const before = eventsWithRun.get(event);
  if (before !== undefined && 'run' in before && before.run === run) return before;
  const after = { ...event, run };
  eventsWithRun.set(event, after);
  return after;
}

/**
 * The events with the current state of their runs. A run goes on after its start event, and its end event may arrive
 * before the runs are refetched.
 */
export function withRuns(events: readonly TimelineEvent[], runs: readonly RunRowFragment[]): TimelineEvent[] {
  const now = new Map(runs.map((run) => [run.id, run]));
  for (const event of events) {
    if (event.__typename === 'RunCompletedEvent' && isNewer(event.run, now.get(event.run.id)))
      now.set(event.run.id, event.run);
  }
  return events.map((event) =>
    event.__typename === 'RunStartedEvent' || event.__typename === 'RunCompletedEvent'
      ? withRun(event, now.get(event.run.id) ?? event.run)
      : event,
  );
}
