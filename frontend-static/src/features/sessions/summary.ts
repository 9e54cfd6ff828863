import type { SummaryFigure } from '@/data-table/summary-card';
import type { SessionsSummaryQuery } from '@/gql/graphql';
import { count, decimal, duration, moneyCompact, percent } from '@/lib/format';
import { costText, unpricedNote } from '@/ui/cost';

export type SessionsSummary = NonNullable<SessionsSummaryQuery['organization']>['sessions'];

/** The summary of a list of sessions. */
export const SUMMARY: readonly SummaryFigure<SessionsSummary>[] = [
  { name: 'Sessions', format: ({ totalCount }) => count(totalCount) },
  {
    name: 'Users',
    help: 'Distinct users of these sessions',
    format: ({ summary }) => count(summary.activeUsers),
  },
  { name: 'Runs', format: ({ summary }) => count(summary.runs) },
  { name: 'Success', help: 'Successful runs / runs', format: ({ summary }) => percent(summary.successRate) },
  {
    name: 'Cost',
    format: ({ summary }) => costText(summary.costUsd, summary.unpricedCalls, moneyCompact),
    lack: ({ summary }) => unpricedNote(summary.unpricedCalls),
  },
  { name: 'Runs / session', format: ({ summary }) => decimal(summary.runsPerSession) },
  { name: 'Active / session', help: 'Time in runs', format: ({ summary }) => duration(summary.activeTimePerSessionMs) },
  {
    name: 'Lifespan / session',
    help: 'From the first to the last event',
    format: ({ summary }) => duration(summary.lifespanPerSessionMs),
  },
  { name: 'Cost / session', format: ({ summary }) => moneyCompact(summary.costPerSessionUsd) },
  { name: 'Handoff', help: 'Sessions with a local handoff', format: ({ summary }) => percent(summary.handoffRate) },
  {
    name: 'Post-handoff',
    help: 'Sessions in which a run ended within 4 hours after a handoff',
    format: ({ summary }) => percent(summary.postHandoffRate),
  },
];
