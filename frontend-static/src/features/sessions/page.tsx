import { useMemo } from 'react';
import { ColumnsMenu } from '@/data-table/columns-menu';
import { ExportMenu } from '@/data-table/export-menu';
import { PagedList } from '@/data-table/paged-list';
import { SummaryCard } from '@/data-table/summary-card';
import { useColumns } from '@/data-table/use-columns';
import { useServerList } from '@/data-table/use-server-list';
import { useMedia } from '@/lib/use-media';
import { hasPermission, useViewer } from '@/lib/use-viewer';
import { Card } from '@/ui/card';
import { COLUMNS, COMPACT_COLUMNS, ROOM_FOR_AGENT } from './columns';
import { SessionsEmptyState } from './empty-state';
import { FilterBar } from './filters/bar';
import { filterArgument } from './filters/filters';
import { useFilters } from './filters/use-filters';
import { SESSION_LIST } from './list';
import { SessionPeek } from './peek';
import { SUMMARY } from './summary';

/** The page of all sessions. */
export default function SessionsPage() {
  const viewer = useViewer();
  const { filters } = useFilters();
  const columns = useColumns('sessions', useMedia(ROOM_FOR_AGENT) ? COLUMNS : COMPACT_COLUMNS);
  const filter = useMemo(() => ({ filter: filterArgument(filters) }), [filters]);
  const { listProps, summaryQuery, summary, exportParameters } = useServerList(SESSION_LIST, filter);
  const { peeked, onPeek } = listProps;
  return (
    <div className="flex flex-col gap-3 sm:gap-4">
      <SummaryCard label="All sessions of the list" query={summaryQuery} summary={summary} figures={SUMMARY} />
      <Card>
        <div className="flex flex-wrap items-start justify-between gap-2 px-4 py-3">
          <FilterBar />
          <div className="flex items-center gap-2">
            <ColumnsMenu columns={columns} />
            {hasPermission(viewer, 'EXPORT') && <ExportMenu list="sessions" parameters={exportParameters} />}
          </div>
        </div>
        <PagedList
          {...listProps}
          label="Sessions"
          path="/sessions"
          columns={columns.shown}
          empty={<SessionsEmptyState />}
        />
      </Card>
      {peeked !== null && <SessionPeek id={peeked} onClose={() => onPeek(null)} />}
    </div>
  );
}
