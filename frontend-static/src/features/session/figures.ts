import type { SessionFiguresFragment } from '@/gql/graphql';
import { count, duration, exact, money, percent } from '@/lib/format';
import type { Figure } from '@/ui/figures';

export type Session = SessionFiguresFragment;

/** 3, or 3 + 1 running: running runs are not part of the other figures. */
function runsOf({ runCount, runs }: Session): string {
  const running = runs.filter(({ status }) => status === 'RUNNING').length;
  return running === 0 ? exact(runCount) : `${exact(runCount)} + ${exact(running)} running`;
}

/** The figures of a session, over its completed runs. */
export const figuresOf = (session: Session): Figure[] => [
  {
    name: 'Runs',
    value: runsOf(session),
    help: 'Completed runs, and beside them those that go on',
  },
  {
    name: 'Success',
    value: percent(session.successRate),
    help: `${exact(session.successfulRuns)} succeeded, ${exact(session.failedRuns)} did not`,
  },
  { name: 'Active time', value: duration(session.activeTimeMs), help: 'The durations of its runs together' },
  { name: 'Lifespan', value: duration(session.lifespanMs), help: 'From the first to the last event' },
  { name: 'Cost', value: money(session.costUsd) },
  {
    name: 'Tokens',
    value: count(session.inputTokens + session.outputTokens),
    help: `${exact(session.inputTokens)} read, ${exact(session.outputTokens)} written`,
  },
  { name: 'Handoffs', value: exact(session.handoffCount), help: 'How often somebody took the work home' },
  {
    name: 'Post-handoff',
    value: session.hasPostHandoffIteration ? 'Yes' : 'No',
    help: 'Whether a run ended within 4 hours after a handoff',
  },
];
