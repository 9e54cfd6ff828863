import { useMemo } from 'react';
import { ColumnsMenu } from '@/data-table/columns-menu';
import { ExportMenu } from '@/data-table/export-menu';
import { PagedList } from '@/data-table/paged-list';
import { SummaryCard } from '@/data-table/summary-card';
import { useColumns } from '@/data-table/use-columns';
import { usePage } from '@/data-table/use-page';
import { usePeek } from '@/data-table/use-peek';
import { type Sort, useSort } from '@/data-table/use-sort';
import { type SessionOrderField, SessionsDocument, SessionsSummaryDocument } from '@/gql/graphql';
import { useGql } from '@/lib/use-gql';
import { useOrg } from '@/lib/use-org';
import { useRange } from '@/lib/use-range';
import { hasPermission, useViewer } from '@/lib/use-viewer';
import { Card } from '@/ui/card';
import { COLUMNS, SORT_FIELDS } from './columns';
import { SessionsEmptyState } from './empty-state';
import { FilterBar } from './filters/bar';
import { filterArgument } from './filters/filters';
import { useFilters } from './filters/use-filters';
import { SessionPeek } from './peek';
import { SUMMARY } from './summary';

const DEFAULT_SORT: Sort<SessionOrderField> = { field: 'STARTED_AT', direction: 'DESC' };
/** How often the list is asked anew while its range has today in it. */
const REFETCH_MS = 15_000;

/** The sessions that began in the range. */
export default function SessionsPage() {
  const { org } = useOrg();
  const { period, today } = useRange();
  const viewer = useViewer();
  const { filters } = useFilters();
  const { sort, setSort } = useSort(SORT_FIELDS, DEFAULT_SORT);
  const page = usePage();
  const columns = useColumns('sessions', COLUMNS);
  const { peeked, setPeeked } = usePeek();

  const filter = useMemo(() => filterArgument(filters), [filters]);
  const wanted = { organizationId: org.id, period, filter };
  const refetchIntervalMs = period.from <= today && today <= period.to ? REFETCH_MS : false;
  const question = { ...wanted, orderBy: sort, ...page.arguments };
  const list = useGql(SessionsDocument, question, { refetchIntervalMs });
  const summary = useGql(SessionsSummaryDocument, wanted, { refetchIntervalMs });
  const whole = summary.data?.organization?.sessions;
  const parameters = useMemo(
    () => ({ ...period, ...filter, orderBy: sort.field, direction: sort.direction }),
    [period, filter, sort],
  );

  return (
    <div className="flex flex-col gap-3 sm:gap-4">
      <SummaryCard label="All sessions of the list" query={summary} summary={whole} figures={SUMMARY} />
      <Card>
        <div className="flex flex-wrap items-start justify-between gap-2 px-4 py-3">
          <FilterBar />
          <div className="flex items-center gap-2">
            <ColumnsMenu columns={columns} />
            {hasPermission(viewer, 'EXPORT') && <ExportMenu list="sessions" parameters={parameters} />}
          </div>
        </div>
        <PagedList
          label="Sessions"
          query={list}
          queryKey={JSON.stringify(question)}
          list={list.data?.organization?.sessions}
          total={summary.isPlaceholderData ? undefined : whole?.totalCount}
          path="/sessions"
          empty={<SessionsEmptyState />}
          columns={columns.shown}
          sort={sort}
          onSort={setSort}
          page={page}
          peeked={peeked}
          onPeek={setPeeked}
        />
      </Card>
      {peeked !== null && <SessionPeek id={peeked} onClose={() => setPeeked(null)} />}
    </div>
  );
}
