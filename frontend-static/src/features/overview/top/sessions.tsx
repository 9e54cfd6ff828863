import type { Column } from '@/data-table/column';
import { ShortTable } from '@/data-table/short-table';
import { type Sort, serializeSort, useSort } from '@/data-table/use-sort';
import { type SessionOrderField, TopSessionsDocument, type TopSessionsQuery } from '@/gql/graphql';
import { percent } from '@/lib/format';
import { useLiveRefetch } from '@/lib/live/use-live-refetch';
import { useGql } from '@/lib/use-gql';
import { useOrg } from '@/lib/use-org';
import { useRange } from '@/lib/use-range';
import { useHref } from '@/lib/use-url-params';
import { hasPermission, useViewer } from '@/lib/use-viewer';
import { Cost } from '@/ui/cost';
import { Time } from '@/ui/time';
import { RunCount, SessionLink, UserLink } from '../../sessions/columns';
import { TopCard } from './top-card';

type Row = NonNullable<TopSessionsQuery['organization']>['sessions']['nodes'][number];

const SORT_FIELDS = ['STARTED_AT', 'RUNS', 'SUCCESS_RATE', 'COST'] as const;
const DEFAULT_SORT: Sort<SessionOrderField> = { field: 'COST', direction: 'DESC' };
const LIVE = [TopSessionsDocument];

const figure = { align: 'end', width: 'w-[14%]' } as const;

const COLUMNS: readonly Column<Row, SessionOrderField>[] = [
  { id: 'id', name: 'Session', width: 'w-[26%]', cell: ({ id, isLive }) => <SessionLink id={id} isLive={isLive} /> },
  { id: 'user', name: 'Created by', width: 'w-[19%]', cell: ({ user }) => <UserLink user={user} /> },
  {
    id: 'started',
    name: 'Started (UTC)',
    width: 'w-[19%]',
    sort: 'STARTED_AT',
    cell: ({ startedAt }) => <Time at={startedAt} />,
  },
  { ...figure, id: 'runs', name: 'Runs', width: 'w-[9%]', sort: 'RUNS', cell: (row) => <RunCount {...row} /> },
  {
    ...figure,
    id: 'success',
    name: 'Success',
    width: 'w-[13%]',
    help: 'Successful runs / runs',
    sort: 'SUCCESS_RATE',
    cell: ({ successRate }) => percent(successRate),
  },
  {
    ...figure,
    id: 'cost',
    name: 'Cost',
    sort: 'COST',
    cell: (row) => <Cost usd={row.costUsd} unpriced={row.unpricedCalls} source={row.costSource} />,
  },
];

const keyOf = (row: Row): string => row.id;

/** The top sessions of the period. */
export function TopSessions() {
  const { org } = useOrg();
  const { period } = useRange();
  const viewer = useViewer();
  const href = useHref();
  const { sort, setSort } = useSort(SORT_FIELDS, DEFAULT_SORT, 'top-sessions');
  const question = { organizationId: org.id, period, orderBy: sort };
  const query = useGql(TopSessionsDocument, question);
  useLiveRefetch(LIVE, period);
  return (
    <TopCard
      title={hasPermission(viewer, 'VIEW_ALL_SESSIONS') ? 'Top sessions' : 'Your top sessions'}
      note="The first ten in this order"
      href={href('/sessions', { sort: serializeSort(sort) })}
      all="All sessions"
    >
      <ShortTable
        label="Top sessions"
        columns={COLUMNS}
        rows={query.data?.organization?.sessions.nodes}
        keyOf={keyOf}
        sort={sort}
        onSort={setSort}
        expected={10}
        queryKey={JSON.stringify(question)}
        isFetching={query.isFetching}
        isStale={query.isPlaceholderData}
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    </TopCard>
  );
}
