import type { RunRowFragment, TimelineRowFragment } from '@/gql/graphql';

export type TimelineEvent = TimelineRowFragment;

/** The order of a timeline: time, then id, as the API has it. The text of an instant sorts as its time does. */
const isBefore = (one: TimelineEvent, other: TimelineEvent): boolean =>
  one.occurredAt === other.occurredAt ? one.id < other.id : one.occurredAt < other.occurredAt;

/** What only one event can be: a run begins once, by its earliest start, and ends once, by its latest end. */
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
 * The timeline from the pages that were asked for and the events that arrived since, in whatever order these came, some
 * of them in both. While the pages do not reach the end, what arrived later than their last event waits for its page.
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

/** Whether what is latest of a run is later than what is known: it has ended since, or ended again. */
const isNewer = (latest: RunRowFragment, known: RunRowFragment | undefined): boolean =>
  known === undefined || (latest.completedAt ?? '') > (known.completedAt ?? '');

const eventsWithRun = new WeakMap<TimelineEvent, TimelineEvent>();

/** The event with another run: the same object as long as both are the same, as thousands of rows are drawn by it. */
function withRun(event: TimelineEvent & { readonly run: RunRowFragment }, run: RunRowFragment): TimelineEvent {
  if (event.run === run) return event;
  const before = eventsWithRun.get(event);
  if (before !== undefined && 'run' in before && before.run === run) return before;
  const after = { ...event, run };
  eventsWithRun.set(event, after);
  return after;
}

/**
 * The same events with their runs as they stand now. A run goes on after the event of its start was latest, and its end may
 * be latest before the runs are asked for again.
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
