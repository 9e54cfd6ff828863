import type { SummaryFigure } from '@/data-table/summary-card';
import type { SessionsSummaryQuery } from '@/gql/graphql';
import { count, decimal, duration, moneyCompact, percent } from '@/lib/format';

type Sessions = NonNullable<SessionsSummaryQuery['organization']>['sessions'];

/** What is said of a list of sessions as a whole. */
export const SUMMARY: readonly SummaryFigure<Sessions>[] = [
  { name: 'Sessions', write: ({ totalCount }) => count(totalCount) },
  {
    name: 'Users',
    help: 'Distinct users of these sessions',
    write: ({ summary }) => count(summary.activeUsers),
  },
  { name: 'Runs', write: ({ summary }) => count(summary.runs) },
  { name: 'Success', help: 'Successful runs / runs', write: ({ summary }) => percent(summary.successRate) },
  { name: 'Cost', write: ({ summary }) => moneyCompact(summary.costUsd) },
  { name: 'Runs / session', write: ({ summary }) => decimal(summary.runsPerSession) },
  { name: 'Active / session', help: 'Time in runs', write: ({ summary }) => duration(summary.activeTimePerSessionMs) },
  {
    name: 'Lifespan / session',
    help: 'From the first to the last event',
    write: ({ summary }) => duration(summary.lifespanPerSessionMs),
  },
  { name: 'Cost / session', write: ({ summary }) => moneyCompact(summary.costPerSessionUsd) },
  { name: 'Handoff', help: 'Sessions with a local handoff', write: ({ summary }) => percent(summary.handoffRate) },
  {
    name: 'Post-handoff',
    help: 'Sessions in which a run ended within 4 hours after a handoff',
    write: ({ summary }) => percent(summary.postHandoffRate),
  },
];
