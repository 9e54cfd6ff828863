import type { ReactNode } from 'react';
import type { GqlResult } from '@/lib/use-gql';
import { ErrorState } from './notice';

type PanelProps<Result> = {
  query: GqlResult<Result>;
  /** In the measures of what comes. */
  skeleton: ReactNode;
  /** Whether the answer holds nothing to show; `empty` is shown then. */
  isEmpty?: (data: Result) => boolean;
  empty?: ReactNode;
  children: (data: Result) => ReactNode;
};

/**
 * Every state of a question: skeleton, error with Retry, nothing to show, the answer; an answer that is being asked anew
 * is dimmed. A failure in the background leaves the old answer where it is.
 */
export function Panel<Result>({ query, skeleton, isEmpty, empty, children }: PanelProps<Result>) {
  const { data, error, isPlaceholderData } = query;
  const retry = () => void query.refetch();
  if (data === undefined && error !== null) return <ErrorState error={error} onRetry={retry} />;
  if (data === undefined) return <div aria-busy="true">{skeleton}</div>;
  if (error !== null && isPlaceholderData) return <ErrorState error={error} onRetry={retry} />;
  return (
    <div className="dim-while-stale" data-stale={isPlaceholderData} aria-busy={isPlaceholderData}>
      {isEmpty?.(data) === true ? empty : children(data)}
    </div>
  );
}
