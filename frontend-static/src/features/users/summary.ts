import type { SummaryFigure } from '@/data-table/summary-card';
import type { UsersSummaryQuery } from '@/gql/graphql';
import { count, decimal, duration, moneyCompact, percent } from '@/lib/format';

type Users = NonNullable<UsersSummaryQuery['organization']>['users'];

/** What is said of a list of users as a whole. */
export const SUMMARY: readonly SummaryFigure<Users>[] = [
  {
    name: 'Users',
    help: 'Members, and everybody with a run or session in the range',
    write: ({ totalCount }) => count(totalCount),
  },
  { name: 'Active', help: 'Users with a run in the range', write: ({ summary }) => count(summary.activeUsers) },
  { name: 'Sessions', write: ({ summary }) => count(summary.sessions) },
  { name: 'Runs', write: ({ summary }) => count(summary.runs) },
  { name: 'Runs / session', write: ({ summary }) => decimal(summary.runsPerSession) },
  { name: 'Success', help: 'Successful runs / runs', write: ({ summary }) => percent(summary.successRate) },
  { name: 'Active / session', help: 'Time in runs', write: ({ summary }) => duration(summary.activeTimePerSessionMs) },
  {
    name: 'Lifespan / session',
    help: 'From the first to the last event',
    write: ({ summary }) => duration(summary.lifespanPerSessionMs),
  },
  { name: 'Handoff', help: 'Sessions with a local handoff', write: ({ summary }) => percent(summary.handoffRate) },
  {
    name: 'Post-handoff',
    help: 'Sessions in which a run ended within 4 hours after a handoff',
    write: ({ summary }) => percent(summary.postHandoffRate),
  },
  { name: 'Cost', write: ({ summary }) => moneyCompact(summary.costUsd) },
  { name: 'Cost / run', write: ({ summary }) => moneyCompact(summary.costPerRunUsd) },
];
