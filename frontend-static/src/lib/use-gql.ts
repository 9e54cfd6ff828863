import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { TypedDocument } from '@/gql/graphql';
import type { ApiError } from './api-error';
import { gqlFetch } from './gql-fetch';

export type GqlResult<Result> = UseQueryResult<Result, ApiError>;

type Options = {
  enabled?: boolean;
  /** Asks again so often while the page is looked at. */
  refetchEveryMs?: number | false;
};

/**
 * Asks the API. With other variables the previous answer stays on screen until the new one is there (`isPlaceholderData`);
 * `<Panel query={..}>` shows every state of it.
 */
export function useGql<Result, Variables>(
  document: TypedDocument<Result, Variables>,
  variables: Variables,
  { enabled = true, refetchEveryMs = false }: Options = {},
): GqlResult<Result> {
  return useQuery<Result, ApiError>({
    queryKey: [document, variables],
    queryFn: ({ signal }) => gqlFetch(document, variables, signal),
    placeholderData: keepPreviousData,
    refetchInterval: refetchEveryMs,
    enabled,
  });
}
