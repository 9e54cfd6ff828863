import { Info } from 'lucide-react';
import { useMemo } from 'react';
import { ColumnsMenu } from '@/data-table/columns-menu';
import { ExportMenu } from '@/data-table/export-menu';
import { PagedList } from '@/data-table/paged-list';
import { SummaryCard } from '@/data-table/summary-card';
import { useColumns } from '@/data-table/use-columns';
import { FIRST_PAGE, usePage } from '@/data-table/use-page';
import { usePeek } from '@/data-table/use-peek';
import { type Sort, useSort } from '@/data-table/use-sort';
import { type UserOrderField, UsersDocument, UsersSummaryDocument } from '@/gql/graphql';
import { useGql } from '@/lib/use-gql';
import { useOrg } from '@/lib/use-org';
import { useRange } from '@/lib/use-range';
import { useUrlParams } from '@/lib/use-url-params';
import { hasPermission, useViewer } from '@/lib/use-viewer';
import { Card } from '@/ui/card';
import { SearchField } from '../../ui/search-field';
import { COLUMNS, SORT_FIELDS } from './columns';
import { UsersEmptyState } from './empty-state';
import { UserPeek } from './peek';
import { SUMMARY } from './summary';
import { ThresholdsMenu } from './thresholds-menu';

const DEFAULT_SORT: Sort<UserOrderField> = { field: 'RUNS', direction: 'DESC' };
/** How often the list is asked anew while its range has today in it. */
const REFETCH_MS = 15_000;
const LONGEST_SEARCH = 128;

/** The people of the organization, and how their agents do in the range. */
export default function UsersPage() {
  const { org } = useOrg();
  const { period, today } = useRange();
  const viewer = useViewer();
  const { query, set } = useUrlParams('q');
  const { sort, setSort } = useSort(SORT_FIELDS, DEFAULT_SORT);
  const page = usePage();
  const columns = useColumns('users', COLUMNS);
  const { peeked, setPeeked } = usePeek();

  const text = (query.get('q') ?? '').slice(0, LONGEST_SEARCH);
  const search = text === '' ? null : text;
  const wanted = { organizationId: org.id, period, search };
  const refetchIntervalMs = period.from <= today && today <= period.to ? REFETCH_MS : false;
  const question = { ...wanted, orderBy: sort, ...page.arguments };
  const list = useGql(UsersDocument, question, { refetchIntervalMs });
  const summary = useGql(UsersSummaryDocument, wanted, { refetchIntervalMs });
  const whole = summary.data?.organization?.users;
  const parameters = useMemo(
    () => ({ ...period, search, orderBy: sort.field, direction: sort.direction }),
    [period, search, sort],
  );
  const seesAll = hasPermission(viewer, 'VIEW_USERS');

  return (
    <div className="flex flex-col gap-3 sm:gap-4">
      {!seesAll && <OwnRowOnly />}
      <SummaryCard label="All users of the list" query={summary} summary={whole} figures={SUMMARY} />
      <Card>
        <div className="flex flex-wrap items-start justify-between gap-2 px-4 py-3">
          <SearchField
            label="Name, email or id"
            value={text}
            onChange={(q) => set({ q, ...FIRST_PAGE, peek: null }, { replace: true })}
          />
          <div className="flex flex-wrap items-center gap-2">
            <ThresholdsMenu />
            <ColumnsMenu columns={columns} />
            {hasPermission(viewer, 'EXPORT') && <ExportMenu list="users" parameters={parameters} />}
          </div>
        </div>
        <PagedList
          label="Users"
          query={list}
          queryKey={JSON.stringify(question)}
          list={list.data?.organization?.users}
          total={summary.isPlaceholderData ? undefined : whole?.totalCount}
          path="/users"
          empty={<UsersEmptyState />}
          columns={columns.shown}
          sort={sort}
          onSort={setSort}
          page={page}
          peeked={peeked}
          onPeek={setPeeked}
        />
      </Card>
      {peeked !== null && <UserPeek id={peeked} onClose={() => setPeeked(null)} />}
    </div>
  );
}

const OwnRowOnly = () => (
  <p role="note" className="flex items-center gap-2 px-1 text-muted text-sm">
    <Info aria-hidden className="size-4 shrink-0" />
    Your role shows you your own row; managers see everybody's.
  </p>
);
