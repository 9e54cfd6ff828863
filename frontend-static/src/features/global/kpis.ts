import type { Kpi } from '@/charts/kpi';
import type { GlobalFiguresFragment } from '@/gql/graphql';
import { count } from '@/lib/format';
import { costKpi, kpi } from '../kpis/cards';

/** The cards of the platform, beside the number of organizations. */
export const KPIS: readonly Kpi<GlobalFiguresFragment>[] = [
  kpi('runs'),
  kpi('successRate'),
  costKpi,
  kpi('totalTokens'),
  {
    name: 'Active users',
    help: 'People with at least one run; who is active in two organizations counts twice',
    read: ({ activeUsers }) => activeUsers,
    format: count,
    polarity: 'up-is-good',
  },
];
