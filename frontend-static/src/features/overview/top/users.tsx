import type { Column } from '@/data-table/column';
import { ShortTable } from '@/data-table/short-table';
import { type Sort, serializeSort, useSort } from '@/data-table/use-sort';
import { TopUsersDocument, type TopUsersQuery, type UserOrderField } from '@/gql/graphql';
import { count, percent } from '@/lib/format';
import { useLiveRefetch } from '@/lib/live/use-live-refetch';
import { useGql } from '@/lib/use-gql';
import { useOrg } from '@/lib/use-org';
import { useRange } from '@/lib/use-range';
import { useHref } from '@/lib/use-url-params';
import { hasPermission, useViewer } from '@/lib/use-viewer';
import { Cost } from '@/ui/cost';
import { UserLink } from '../../sessions/columns';
import { TopCard } from './top-card';

type Row = NonNullable<TopUsersQuery['organization']>['users']['nodes'][number];

const SORT_FIELDS = ['NAME', 'SESSIONS', 'RUNS', 'SUCCESS_RATE', 'HANDOFF_RATE', 'COST'] as const;
const DEFAULT_SORT: Sort<UserOrderField> = { field: 'RUNS', direction: 'DESC' };
const LIVE = [TopUsersDocument];

const figure = { align: 'end', width: 'w-[14%]' } as const;

const COLUMNS: readonly Column<Row, UserOrderField>[] = [
  {
    id: 'user',
    name: 'User',
    width: 'w-[27%]',
    sort: 'NAME',
    firstDirection: 'ASC',
    cell: (row) => <UserLink user={row} />,
  },
  { ...figure, id: 'sessions', name: 'Sessions', sort: 'SESSIONS', cell: ({ metrics }) => count(metrics.sessions) },
  { ...figure, id: 'runs', name: 'Runs', sort: 'RUNS', cell: ({ metrics }) => count(metrics.runs) },
  {
    ...figure,
    id: 'success',
    name: 'Success',
    help: 'Successful runs / runs',
    sort: 'SUCCESS_RATE',
    cell: ({ metrics }) => percent(metrics.successRate),
  },
  {
    ...figure,
    id: 'handoff',
    name: 'Handoff',
    help: 'Sessions with a local handoff / sessions',
    sort: 'HANDOFF_RATE',
    cell: ({ metrics }) => percent(metrics.handoffRate),
  },
  {
    ...figure,
    id: 'cost',
    name: 'Cost',
    sort: 'COST',
    cell: ({ metrics }) => <Cost usd={metrics.costUsd} unpriced={metrics.unpricedCalls} />,
  },
];

const keyOf = (row: Row): string => row.id;

/** The most active users; a member sees only the own row. */
export function TopUsers() {
  const { org } = useOrg();
  const { period } = useRange();
  const viewer = useViewer();
  const href = useHref();
  const seesAll = hasPermission(viewer, 'VIEW_USERS');
  const { sort, setSort } = useSort(SORT_FIELDS, DEFAULT_SORT, 'top-users');
  const question = { organizationId: org.id, period, orderBy: sort };
  const query = useGql(TopUsersDocument, question);
  useLiveRefetch(LIVE, period);
  return (
    <TopCard
      title={seesAll ? 'Top users' : 'Your figures'}
      note={seesAll ? 'The first ten in this order' : 'Those of others are for managers'}
      href={href('/users', { sort: serializeSort(sort) })}
      all={seesAll ? 'All users' : 'Users'}
    >
      <ShortTable
        label="Top users"
        columns={COLUMNS}
        rows={query.data?.organization?.users.nodes}
        keyOf={keyOf}
        sort={sort}
        onSort={setSort}
        expected={seesAll ? 10 : 1}
        queryKey={JSON.stringify(question)}
        isFetching={query.isFetching}
        isStale={query.isPlaceholderData}
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    </TopCard>
  );
}
