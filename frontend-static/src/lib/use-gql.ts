import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { TypedDocument } from '@/gql/graphql';
import type { ApiError } from './api-error';
import { gqlFetch } from './gql-fetch';
import { yieldToMain } from './yield-to-main';

export type GqlResult<Result> = UseQueryResult<Result, ApiError>;

type Options<Result> = {
  enabled?: boolean;
  /** Completes a result whose lists are longer than a page. */
  complete?: (answer: Result, signal: AbortSignal) => Promise<Result>;
  /** The polling interval while the page is in the foreground; it may depend on the last result. */
  refetchIntervalMs?: number | false | ((data: Result | undefined) => number | false);
  /** Whether to retry after NOT_FOUND, as the data may not have arrived yet. See {@link useIsNotFound}. */
  retryNotFound?: boolean;
};

const SUBJECT_VARIABLES = ['organizationId', 'id'];
/** Events appear shortly after they are accepted; a link may be faster. */
const NOT_FOUND_RETRY_MS = 2_000;

const variableOf = (variables: unknown, name: string): unknown =>
  typeof variables === 'object' && variables !== null ? Reflect.get(variables, name) : undefined;

/** Whether both variables name the same organization and id, so that old data is never shown for another one. */
export const isSameSubject = (left: unknown, right: unknown): boolean =>
  SUBJECT_VARIABLES.every((name) => variableOf(left, name) === variableOf(right, name));

/**
 * Queries the API. When other variables name the same subject, the previous result stays until the new one arrives
 * (`isPlaceholderData`); `<Panel query={..}>` shows every state.
 */
export function useGql<Result, Variables>(
  document: TypedDocument<Result, Variables>,
  variables: Variables,
  { enabled = true, refetchIntervalMs = false, retryNotFound = false, complete }: Options<Result> = {},
): GqlResult<Result> {
  return useQuery<Result, ApiError>({
    queryKey: [document, variables],
    queryFn: async ({ signal }) => {
      // Starting a request takes as long as rendering a page of a table, so do not do both in one task.
      await yieldToMain();
      const answer = await gqlFetch(document, variables, signal);
      return complete === undefined ? answer : complete(answer, signal);
    },
    placeholderData: (data, asked) => (isSameSubject(asked?.queryKey[1], variables) ? data : undefined),
    refetchInterval: ({ state }) => {
      if (retryNotFound && state.error?.code === 'NOT_FOUND') return NOT_FOUND_RETRY_MS;
      return typeof refetchIntervalMs === 'function' ? refetchIntervalMs(state.data) : refetchIntervalMs;
    },
    enabled,
  });
}

/** Whether the API returned NOT_FOUND; it stays true during a retry. */
export function useIsNotFound({ data, error, errorUpdateCount }: GqlResult<unknown>): boolean {
  const [was, setWas] = useState(false);
  const stays = was && data === undefined && errorUpdateCount > 0;
  const is = error === null ? stays : error.code === 'NOT_FOUND';
  if (is !== was) setWas(is);
  return is;
}
