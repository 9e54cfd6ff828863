import type { Kpi } from '@/charts/kpi';
import type { GlobalFiguresFragment } from '@/gql/graphql';
import { count, moneyShort, percent } from '@/lib/format';

/** The cards of the platform, beside that of its organisations. */
export const KPIS: readonly Kpi<GlobalFiguresFragment>[] = [
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
    name: 'Active users',
    help: 'People with at least one run; who is active in two organizations counts twice',
    read: ({ activeUsers }) => activeUsers,
    write: count,
    meaning: 'up-is-good',
  },
];
