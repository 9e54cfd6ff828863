import { type BlockState, blockName, type Item } from '@/charts/timeline/item';
import type { Span } from '@/charts/timeline/scale';
import type { RunRowFragment, RunStatus } from '@/gql/graphql';
import { duration } from '@/lib/format';
import type { Session } from '../figures';
import { handoffTitle } from '../labels';
import { kindOf } from './kinds';
import type { TimelineEvent } from './merge-events';

const STATES: Record<RunStatus, BlockState> = {
  SUCCESS: 'success',
  FAIL: 'fail',
  TIMEOUT: 'timeout',
  CANCELLED: 'cancelled',
  RUNNING: 'running',
  STOPPED: 'stopped',
  LOST: 'lost',
};

const runKey = (id: string): string => `run ${id}`;
const eventKey = (id: string): string => `event ${id}`;

/** The item of an event in the bar: start and end of a run both stand for the run. */
export const keyOf = (event: TimelineEvent): string => ('run' in event ? runKey(event.run.id) : eventKey(event.id));

function endOf(run: RunRowFragment, from: number, { session, now }: { session: Session; now: number }): number {
  if (run.completedAt !== null) return Date.parse(run.completedAt);
  if (run.status === 'RUNNING') return Math.max(now, from);
  // A later run would have ended a stopped one, so that the last events of the session are its own.
  if (run.status === 'STOPPED') return Math.max(Date.parse(session.lastEventAt), from);
  // The end of a lost run is unknown.
  return from;
}

function runBlocks(run: RunRowFragment, at: { session: Session; now: number }): Item[] {
  if (run.startedAt === null) return [];
  const state = STATES[run.status];
  const from = Date.parse(run.startedAt);
  const to = endOf(run, from, at);
  const length = state === 'lost' ? '' : `, ${duration(run.durationMs ?? to - from)}`;
  return [
    {
      kind: 'block',
      key: runKey(run.id),
      label: `Run ${run.number}, ${blockName[state].toLowerCase()}${length}`,
      from,
      to,
      state,
      text: String(run.number),
    },
  ];
}

/** The items of the bar: all runs and handoffs, and the marks of the loaded events. */
export function barItems(session: Session, events: readonly TimelineEvent[], now: number): Item[] {
  const handoffs = session.handoffs.map(
    (one): Item => ({
      kind: 'handoff',
      key: eventKey(one.id),
      label: handoffTitle(one),
      at: Date.parse(one.occurredAt),
    }),
  );
  const marks = events.flatMap((event): Item[] => {
    const mark = kindOf(event).mark?.(event);
    return mark === undefined ? [] : [{ ...mark, key: eventKey(event.id), at: Date.parse(event.occurredAt) }];
  });
  return [...session.runs.flatMap((run) => runBlocks(run, { session, now })), ...handoffs, ...marks];
}

/** From the first to the last event, and until now while it is live; a run may begin before its first event. */
export function barSpan(session: Session, items: readonly Item[]): Span {
  const last = Date.parse(session.lastEventAt);
  const ends = items.map((item) => (item.kind === 'block' ? item.to : item.at));
  const starts = items.map((item) => (item.kind === 'block' ? item.from : item.at));
  return { from: Math.min(last - session.lifespanMs, ...starts), to: Math.max(last, ...ends) };
}
