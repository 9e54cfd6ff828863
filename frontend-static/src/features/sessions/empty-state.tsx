import { Button } from '@/ui/button';
import { EmptyState } from '@/ui/notice';
import { NoActivity } from '../no-activity/no-activity';
import { isFiltered } from './filters/filters';
import { useFilters } from './filters/use-filters';

/** The empty state of the list of sessions. */
export function SessionsEmptyState() {
  const { filters, clear } = useFilters();
  if (!isFiltered(filters)) return <NoActivity />;
  return (
    <EmptyState title="No session is like that" action={<Button onClick={clear}>Clear the filters</Button>}>
      In this range nothing passes all of the filters.
    </EmptyState>
  );
}
