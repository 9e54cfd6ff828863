import { DataTable } from '@/data-table/data-table';
import { Pager } from '@/data-table/pager';
import type { PageState } from '@/data-table/use-page';
import type { Sort } from '@/data-table/use-sort';
import type { SessionOrderField, SessionsQuery } from '@/gql/graphql';
import { useGoTo } from '@/lib/use-address';
import type { GqlResult } from '@/lib/use-gql';
import { Button } from '@/ui/button';
import { Empty, Failed } from '@/ui/notice';
import { NoActivity } from '../no-activity/no-activity';
import type { SessionColumn, SessionRow } from './columns';
import { isFiltered } from './filters/filters';
import { useFilters } from './filters/use-filters';

type ListProps = {
  query: GqlResult<SessionsQuery>;
  total: number | undefined;
  columns: readonly SessionColumn[];
  sort: Sort<SessionOrderField>;
  onSort: (sort: Sort<SessionOrderField>) => void;
  page: PageState;
  peeked: string | null;
  onPeek: (id: string | null) => void;
};

const keyOf = (row: SessionRow): string => row.id;

/** A page of the sessions, or why there is none. */
export function List({ query, total, page, ...table }: ListProps) {
  const goTo = useGoTo();
  const { data, error, isPlaceholderData } = query;
  if (error !== null && (data === undefined || isPlaceholderData)) {
    // A cursor of another time or order leads nowhere; the list begins anew.
    const retry = error.code === 'BAD_USER_INPUT' && page.number > 1 ? page.restart : () => void query.refetch();
    return <Failed error={error} onRetry={retry} />;
  }
  const sessions = data?.organization?.sessions;
  if (sessions?.nodes.length === 0 && !isPlaceholderData) return <Nothing page={page} />;
  return (
    <>
      <DataTable
        label="Sessions"
        rows={sessions?.nodes}
        keyOf={keyOf}
        onOpen={(id) => goTo(`/sessions/${encodeURIComponent(id)}`)}
        expected={page.size}
        isStale={isPlaceholderData}
        {...table}
      />
      <Pager page={page} info={sessions?.pageInfo} rows={sessions?.nodes.length ?? 0} total={total} />
    </>
  );
}

function Nothing({ page }: { page: PageState }) {
  const { filters, clear } = useFilters();
  if (page.number > 1)
    return <Empty title="The list ends before" action={<Button onClick={page.restart}>To its start</Button>} />;
  if (!isFiltered(filters)) return <NoActivity />;
  return (
    <Empty title="No session is like that" action={<Button onClick={clear}>Clear the filters</Button>}>
      In this range nothing passes all of the filters.
    </Empty>
  );
}
