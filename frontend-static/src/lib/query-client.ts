import { QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from './api-error';

const FRESH_MS = 30_000;

/** The cache of all queries. `onSignedOut` is called when the session has ended for good. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (error instanceof ApiError && error.code === 'UNAUTHENTICATED') onSignedOut();
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        retry: (failures, error) => failures < 1 && error instanceof ApiError && error.isRetryable,
        retryDelay: 500,
        // Only the server's answer counts; browsers misjudge being online on local machines.
        networkMode: 'always',
      },
    },
  });
}
