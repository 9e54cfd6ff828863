import type { CostSource, RunStatus, SessionFiguresFragment } from '@/gql/graphql';
import { count, duration, exact, percent } from '@/lib/format';
import { costText, PRICED_TEXT, unpricedNote, unpricedText } from '@/ui/cost';
import type { Figure } from '@/ui/figures';

export type Session = SessionFiguresFragment;

/** 3, or 3 + 1 running: runs without an outcome are not part of the other counts. */
function runsOf({ runCount, runs }: Session): string {
  const count = (wanted: RunStatus) => runs.filter(({ status }) => status === wanted).length;
  const [running, stopped] = [count('RUNNING'), count('STOPPED')];
  const open = [running > 0 ? `${exact(running)} running` : null, stopped > 0 ? `${exact(stopped)} stopped` : null];
  return [exact(runCount), ...open.filter((one) => one !== null)].join(' + ');
}

/** What the cost of a session or run is made of, as sentences without a period at the end. */
export function costHelp({ costSource, unpricedCalls }: Pick<Session, 'unpricedCalls'> & CostOf): string | null {
  const parts = [costSource === null ? null : SOURCES[costSource], unpricedText(unpricedCalls)];
  return parts.filter((one) => one !== null).join('. ') || null;
}

type CostOf = { readonly costSource: CostSource | null };

const SOURCES: Record<CostSource, string | null> = {
  REPORTED: 'As the agent reports it',
  PRICED: PRICED_TEXT,
  UNKNOWN: null,
};

type Tokens = Pick<Session, 'inputTokens' | 'cacheReadTokens' | 'cacheWriteTokens' | 'outputTokens'>;

/** Tokens read and written, and how many of them a cache saved. */
export function tokensHelp({ inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens }: Tokens): string {
  const cache = [
    cacheReadTokens > 0 ? `${exact(cacheReadTokens)} from a cache` : null,
    cacheWriteTokens > 0 ? `${exact(cacheWriteTokens)} into a cache` : null,
  ].filter((one) => one !== null);
  const read = cache.length === 0 ? 'read' : `read (${cache.join(', ')})`;
  return `${exact(inputTokens)} ${read}, ${exact(outputTokens)} written`;
}

const help = (text: string | null) => (text === null ? {} : { help: text });

/** The figures of a session: counts over its completed runs, cost and tokens over all of them. */
export const figuresOf = (session: Session): Figure[] => [
  {
    name: 'Runs',
    value: runsOf(session),
    help: 'Completed runs, and beside them those without an outcome',
  },
  {
    name: 'Success',
    value: percent(session.successRate),
    help: `${exact(session.successfulRuns)} succeeded, ${exact(session.failedRuns)} did not`,
  },
  { name: 'Active time', value: duration(session.activeTimeMs), help: 'The durations of its runs together' },
  { name: 'Lifespan', value: duration(session.lifespanMs), help: 'From the first to the last event' },
  {
    name: 'Cost',
    value: costText(session.costUsd, session.unpricedCalls),
    lack: unpricedNote(session.unpricedCalls),
    ...help(costHelp(session)),
  },
  {
    name: 'Tokens',
    value: count(session.inputTokens + session.outputTokens),
    help: tokensHelp(session),
  },
  { name: 'Handoffs', value: exact(session.handoffCount), help: 'How often somebody took the work home' },
  {
    name: 'Post-handoff',
    value: session.hasPostHandoffIteration ? 'Yes' : 'No',
    help: 'Whether a run ended within 4 hours after a handoff',
  },
];
