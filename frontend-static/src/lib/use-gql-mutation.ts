import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { TypedDocument } from '@/gql/graphql';
import type { ApiError } from './api-error';
import { gqlFetch } from './gql-fetch';

/** A mutation; afterwards every query of the page is refetched. */
export function useGqlMutation<Result, Variables>(document: TypedDocument<Result, Variables>) {
  const queries = useQueryClient();
  return useMutation<Result, ApiError, Variables>({
    mutationFn: (variables) => gqlFetch(document, variables),
    onSuccess: () => queries.invalidateQueries(),
  });
}
