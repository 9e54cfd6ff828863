import type { Column } from '@/data-table/column';
import type { GlobalRankingQuery, OrganizationOrderField } from '@/gql/graphql';
import { count, decimal, moneyCompact, percent } from '@/lib/format';
import { Direction } from './direction';
import { OrganizationLink } from './organization-link';
import { SuccessBar } from './success-bar';

export type Row = GlobalRankingQuery['global']['organizations']['nodes'][number];
export type RankingColumn = Column<Row, OrganizationOrderField>;

/** What the ranking can be ordered by. */
export const SORTS = [
  'NAME',
  'ACTIVE_USERS',
  'SESSIONS',
  'RUNS',
  'SUCCESS_RATE',
  'RUNS_PER_SESSION',
  'HANDOFF_RATE',
  'COST',
] as const;

const name: RankingColumn = {
  id: 'name',
  name: 'Organization',
  width: 'w-[34%]',
  sort: 'NAME',
  firstDirection: 'ASC',
  cell: ({ organization }) => <OrganizationLink organization={organization} />,
};

const figure = { align: 'end', width: 'w-[16%]' } as const;

export const RANKING: readonly RankingColumn[] = [
  name,
  { ...figure, id: 'runs', name: 'Runs', sort: 'RUNS', cell: ({ metrics }) => count(metrics.runs) },
  { ...figure, id: 'sessions', name: 'Sessions', sort: 'SESSIONS', cell: ({ metrics }) => count(metrics.sessions) },
  {
    ...figure,
    id: 'users',
    name: 'Active users',
    width: 'w-[18%]',
    sort: 'ACTIVE_USERS',
    cell: ({ metrics }) => count(metrics.activeUsers),
  },
  { ...figure, id: 'cost', name: 'Cost', sort: 'COST', cell: ({ metrics }) => moneyCompact(metrics.costUsd) },
];

export const HEALTH: readonly RankingColumn[] = [
  { ...name, width: 'w-[24%]' },
  {
    id: 'success',
    name: 'Success',
    width: 'w-[28%]',
    help: 'Successful runs / runs; the mark stands at 85%',
    sort: 'SUCCESS_RATE',
    firstDirection: 'ASC',
    cell: ({ metrics }) => <SuccessBar rate={metrics.successRate} />,
  },
  {
    ...figure,
    id: 'runs-per-session',
    name: 'Runs / session',
    sort: 'RUNS_PER_SESSION',
    cell: ({ metrics }) => decimal(metrics.runsPerSession),
  },
  {
    ...figure,
    id: 'handoff',
    name: 'Handoff rate',
    help: 'Sessions with a local handoff / sessions',
    sort: 'HANDOFF_RATE',
    cell: ({ metrics }) => percent(metrics.handoffRate),
  },
  {
    id: 'direction',
    name: 'Direction',
    width: 'w-[16%]',
    help: 'Success less handoffs, against the days before; up to 2 points are stable',
    cell: (row) => <Direction row={row} />,
  },
];
