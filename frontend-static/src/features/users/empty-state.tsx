import { FIRST_PAGE } from '@/data-table/use-page';
import { useUrlParams } from '@/lib/use-url-params';
import { Button } from '@/ui/button';
import { EmptyState } from '@/ui/notice';
import { NoActivity } from '../no-activity/no-activity';

/** The empty state of the list of users. */
export function UsersEmptyState() {
  const { query, set } = useUrlParams('q');
  if (!query.has('q')) return <NoActivity />;
  return (
    <EmptyState
      title="Nobody is found"
      action={<Button onClick={() => set({ q: null, ...FIRST_PAGE })}>Clear the search</Button>}
    >
      No member, and nobody with a run or session in this range, has it in id, name or email.
    </EmptyState>
  );
}
