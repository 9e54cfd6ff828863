import type { Kpi } from '@/charts/kpi';
import type { OverviewFiguresFragment } from '@/gql/graphql';
import { count, decimal, duration, moneyShort, percent } from '@/lib/format';

/** The cards of the overview, in two rows of five. */
export const KPIS: readonly Kpi<OverviewFiguresFragment>[] = [
  {
    name: 'Runs',
    help: 'Runs that ended in the period',
    read: ({ runs }) => runs,
    write: count,
    meaning: 'up-is-good',
  },
  {
    name: 'Success rate',
    help: 'Successful runs / runs',
    read: ({ successRate }) => successRate,
    write: percent,
    meaning: 'up-is-good',
  },
  {
    name: 'p95 duration',
    help: '95% of the runs took at most this long',
    read: ({ p95DurationMs }) => p95DurationMs,
    write: duration,
    meaning: 'up-is-bad',
  },
  {
    name: 'Cost',
    help: 'What the runs cost, in US dollars',
    read: ({ costUsd }) => costUsd,
    write: moneyShort,
    meaning: 'up-is-bad',
  },
  {
    name: 'Tokens',
    help: 'Tokens that the models read and wrote',
    read: ({ totalTokens }) => totalTokens,
    write: count,
    meaning: 'neutral',
  },
  {
    name: 'Runs per session',
    help: 'Runs of the sessions that began in the period / sessions',
    read: ({ runsPerSession }) => runsPerSession,
    write: decimal,
    meaning: 'up-is-bad',
  },
  {
    name: 'Active time',
    help: 'Time in runs, per session',
    read: ({ activeTimePerSessionMs }) => activeTimePerSessionMs,
    write: duration,
    meaning: 'neutral',
  },
  {
    name: 'Lifespan',
    help: 'From the first to the last event, per session',
    read: ({ lifespanPerSessionMs }) => lifespanPerSessionMs,
    write: duration,
    meaning: 'neutral',
  },
  {
    name: 'Handoff rate',
    help: 'Sessions that somebody took home / sessions',
    read: ({ handoffRate }) => handoffRate,
    write: percent,
    meaning: 'up-is-bad',
  },
  {
    name: 'Post-handoff rate',
    help: 'Sessions in which a run ended within 4 hours after a handoff / sessions',
    read: ({ postHandoffRate }) => postHandoffRate,
    write: percent,
    meaning: 'up-is-bad',
  },
];
