import { Info } from 'lucide-react';
import { useMemo } from 'react';
import { ColumnsMenu } from '@/data-table/columns-menu';
import { ExportMenu } from '@/data-table/export-menu';
import { PagedList } from '@/data-table/paged-list';
import { SummaryCard } from '@/data-table/summary-card';
import { useColumns } from '@/data-table/use-columns';
import { useListParams } from '@/data-table/use-list-params';
import { useServerList } from '@/data-table/use-server-list';
import { hasPermission, useViewer } from '@/lib/use-viewer';
import { Card } from '@/ui/card';
import { SearchField } from '@/ui/search-field';
import { COLUMNS } from './columns';
import { UsersEmptyState } from './empty-state';
import { USER_LIST } from './list';
import { UserPeek } from './peek';
import { SUMMARY } from './summary';
import { ThresholdsMenu } from './thresholds-menu';

const MAX_SEARCH_LENGTH = 128;

/** The page of all users. */
export default function UsersPage() {
  const viewer = useViewer();
  const { query, change } = useListParams('q');
  const columns = useColumns('users', COLUMNS);
  const text = (query.get('q') ?? '').slice(0, MAX_SEARCH_LENGTH);
  const filter = useMemo(() => ({ search: text === '' ? null : text }), [text]);
  const { listProps, summaryQuery, summary, exportParameters } = useServerList(USER_LIST, filter);
  const { peeked, onPeek } = listProps;
  return (
    <div className="flex flex-col gap-3 sm:gap-4">
      {!hasPermission(viewer, 'VIEW_USERS') && <OwnRowOnly />}
      <SummaryCard label="All users of the list" query={summaryQuery} summary={summary} figures={SUMMARY} />
      <Card>
        <div className="flex flex-wrap items-start justify-between gap-2 px-4 py-3">
          <SearchField label="Name, email or id" value={text} onChange={(q) => change({ q }, { replace: true })} />
          <div className="flex flex-wrap items-center gap-2">
            <ThresholdsMenu />
            <ColumnsMenu columns={columns} />
            {hasPermission(viewer, 'EXPORT') && <ExportMenu list="users" parameters={exportParameters} />}
          </div>
        </div>
        <PagedList {...listProps} label="Users" path="/users" columns={columns.shown} empty={<UsersEmptyState />} />
      </Card>
      {peeked !== null && <UserPeek id={peeked} onClose={() => onPeek(null)} />}
    </div>
  );
}

const OwnRowOnly = () => (
  <p role="note" className="flex items-center gap-2 px-1 text-muted text-sm">
    <Info aria-hidden className="size-4 shrink-0" />
    Your role shows you your own row; managers see everybody's.
  </p>
);
