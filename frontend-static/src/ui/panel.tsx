import type { ReactNode } from 'react';
import type { GqlResult } from '@/lib/use-gql';
import { ErrorState } from './notice';

type PanelProps<Result> = {
  query: GqlResult<Result>;
  /** A skeleton in the size of the content. */
  skeleton: ReactNode;
  /** Whether the result is empty; `empty` is shown then. */
  isEmpty?: (data: Result) => boolean;
  empty?: ReactNode;
  children: (data: Result) => ReactNode;
};

/**
 * Every state of a query: skeleton, error with retry, empty state, content; a previous result is dimmed. A background
 * error keeps the old content.
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
