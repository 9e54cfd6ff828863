import type { SummaryFigure } from '@/data-table/summary-card';
import type { UsersSummaryQuery } from '@/gql/graphql';
import { count, decimal, duration, moneyCompact, percent } from '@/lib/format';
import { costText, unpricedNote } from '@/ui/cost';

export type UsersSummary = NonNullable<UsersSummaryQuery['organization']>['users'];

/** The summary of a list of users. */
export const SUMMARY: readonly SummaryFigure<UsersSummary>[] = [
  {
    name: 'Users',
    help: 'Members, and everybody with a run or session in the range',
    format: ({ totalCount }) => count(totalCount),
  },
  { name: 'Active', help: 'Users with a run in the range', format: ({ summary }) => count(summary.activeUsers) },
  { name: 'Sessions', format: ({ summary }) => count(summary.sessions) },
  { name: 'Runs', format: ({ summary }) => count(summary.runs) },
  { name: 'Runs / session', format: ({ summary }) => decimal(summary.runsPerSession) },
  { name: 'Success', help: 'Successful runs / runs', format: ({ summary }) => percent(summary.successRate) },
  { name: 'Active / session', help: 'Time in runs', format: ({ summary }) => duration(summary.activeTimePerSessionMs) },
  {
    name: 'Lifespan / session',
    help: 'From the first to the last event',
    format: ({ summary }) => duration(summary.lifespanPerSessionMs),
  },
  { name: 'Handoff', help: 'Sessions with a local handoff', format: ({ summary }) => percent(summary.handoffRate) },
  {
    name: 'Post-handoff',
    help: 'Sessions in which a run ended within 4 hours after a handoff',
    format: ({ summary }) => percent(summary.postHandoffRate),
  },
  {
    name: 'Cost',
    format: ({ summary }) => costText(summary.costUsd, summary.unpricedCalls, moneyCompact),
    lack: ({ summary }) => unpricedNote(summary.unpricedCalls),
  },
  { name: 'Cost / run', format: ({ summary }) => moneyCompact(summary.costPerRunUsd) },
];
