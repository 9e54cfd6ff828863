import { type ReactNode, useCallback } from 'react';
import { detailPath } from '@/lib/detail-path';
import type { GqlResult } from '@/lib/use-gql';
import { useNavigateKeeping } from '@/lib/use-url-params';
import { Button } from '@/ui/button';
import { EmptyState, ErrorState } from '@/ui/notice';
import { DataTable, type DataTableProps } from './data-table';
import { NewRowsButton } from './new-rows-button';
import { type PageInfo, Pager } from './pager';
import type { PageState } from './use-page';
import { useStableRows } from './use-stable-rows';

type Identified = { readonly id: string };
type Table<Row, Field extends string> = Pick<
  DataTableProps<Row, Field>,
  'label' | 'columns' | 'sort' | 'onSort' | 'peeked' | 'onPeek'
>;

type PagedListProps<Row, Field extends string> = Table<Row, Field> & {
  query: GqlResult<unknown>;
  /** Identifies the query; another query has another key. */
  queryKey: string;
  /** The loaded page; undefined while loading. */
  list: { readonly nodes: readonly Row[]; readonly pageInfo: PageInfo } | undefined;
  /** The size of the whole list; undefined while unknown. */
  total: number | undefined;
  page: PageState;
  /** How many skeleton rows to show; by default the page size. */
  expected?: number;
  /** The path of the detail pages. */
  path: string;
  /** The empty state of the list. */
  empty: ReactNode;
};

const keyOf = (row: Identified): string => row.id;

/** A page of a server-side list, or its empty or error state. */
export function PagedList<Row extends Identified, Field extends string>(props: PagedListProps<Row, Field>) {
  const { query, queryKey, list, total, page, expected = page.size, path, empty, ...table } = props;
  const navigate = useNavigateKeeping();
  const open = useCallback((id: string) => navigate(...detailPath(path, id)), [navigate, path]);
  const { data, error, isPlaceholderData, isFetching } = query;
  const { rows, fresh, isOutdated, show } = useStableRows({
    rows: list?.nodes,
    keyOf,
    queryKey,
    isStale: isPlaceholderData,
    isFetching,
    isHolding: true,
  });
  if (error !== null && (data === undefined || isPlaceholderData)) {
    // The cursor belongs to another order or time, so the list starts over.
    const retry = error.code === 'BAD_USER_INPUT' && page.number > 1 ? page.restart : () => void query.refetch();
    return <ErrorState error={error} onRetry={retry} />;
  }
  if (list?.nodes.length === 0 && !isPlaceholderData) {
    if (page.number === 1) return empty;
    return <EmptyState title="The list ends before" action={<Button onClick={page.restart}>To its start</Button>} />;
  }
  return (
    <>
      <DataTable rows={rows} keyOf={keyOf} onOpen={open} expected={expected} isStale={isPlaceholderData} {...table} />
      {isOutdated && <NewRowsButton fresh={fresh} onShow={show} />}
      <Pager page={page} info={list?.pageInfo} rows={list?.nodes.length ?? 0} total={total} />
    </>
  );
}
