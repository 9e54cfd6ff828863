import { DataTable } from '@/data-table/data-table';
import { Pager } from '@/data-table/pager';
import { NO_PAGE, type PageState } from '@/data-table/use-page';
import type { Sort } from '@/data-table/use-sort';
import type { UserOrderField, UsersQuery } from '@/gql/graphql';
import { useAddress, useGoTo } from '@/lib/use-address';
import type { GqlResult } from '@/lib/use-gql';
import { Button } from '@/ui/button';
import { Empty, Failed } from '@/ui/notice';
import { NoActivity } from '../no-activity/no-activity';
import type { UserColumn, UserRow } from './columns';

type ListProps = {
  query: GqlResult<UsersQuery>;
  total: number | undefined;
  columns: readonly UserColumn[];
  sort: Sort<UserOrderField>;
  onSort: (sort: Sort<UserOrderField>) => void;
  page: PageState;
  peeked: string | null;
  onPeek: (id: string | null) => void;
};

const keyOf = (row: UserRow): string => row.id;

/** A page of the users, or why there is none. */
export function List({ query, total, page, ...table }: ListProps) {
  const goTo = useGoTo();
  const { data, error, isPlaceholderData } = query;
  if (error !== null && (data === undefined || isPlaceholderData)) {
    // A cursor of another time or order leads nowhere; the list begins anew.
    const retry = error.code === 'BAD_USER_INPUT' && page.number > 1 ? page.restart : () => void query.refetch();
    return <Failed error={error} onRetry={retry} />;
  }
  const users = data?.organization?.users;
  if (users?.nodes.length === 0 && !isPlaceholderData) return <Nothing page={page} />;
  return (
    <>
      <DataTable
        label="Users"
        rows={users?.nodes}
        keyOf={keyOf}
        onOpen={(id) => goTo(`/users/${encodeURIComponent(id)}`)}
        expected={page.size}
        isStale={isPlaceholderData}
        {...table}
      />
      <Pager page={page} info={users?.pageInfo} rows={users?.nodes.length ?? 0} total={total} />
    </>
  );
}

function Nothing({ page }: { page: PageState }) {
  const { query, set } = useAddress();
  if (page.number > 1)
    return <Empty title="The list ends before" action={<Button onClick={page.restart}>To its start</Button>} />;
  if (!query.has('q')) return <NoActivity />;
  return (
    <Empty
      title="Nobody is found"
      action={<Button onClick={() => set({ q: null, ...NO_PAGE })}>Clear the search</Button>}
    >
      No member, and nobody with a run or session in this range, has it in id, name or email.
    </Empty>
  );
}
