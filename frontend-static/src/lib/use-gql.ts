import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { TypedDocument } from '@/gql/graphql';
import type { ApiError } from './api-error';
import { gqlFetch } from './gql-fetch';
import { yieldToMain } from './yield-to-main';

export type GqlResult<Result> = UseQueryResult<Result, ApiError>;

type Options<Result> = {
  enabled?: boolean;
  /** Adds what lists are longer than a page, so that the whole answer is one. */
  complete?: (answer: Result, signal: AbortSignal) => Promise<Result>;
  /** Asks again so often while the page is looked at; it may depend on the last answer. */
  refetchIntervalMs?: number | false | ((data: Result | undefined) => number | false);
  /** Whether what is not there is asked for again: it may be on its way. See {@link useIsNotFound}. */
  retryNotFound?: boolean;
};

const SUBJECT_VARIABLES = ['organizationId', 'id'];
/** An event is in the answers a moment after it was taken; a link to what it begins may be faster. */
const NOT_FOUND_RETRY_MS = 2_000;

const variableOf = (variables: unknown, name: string): unknown =>
  typeof variables === 'object' && variables !== null ? Reflect.get(variables, name) : undefined;

/** Whether both ask about the same organization and thing: figures of one never stand under the name of another. */
export const isSameSubject = (left: unknown, right: unknown): boolean =>
  SUBJECT_VARIABLES.every((name) => variableOf(left, name) === variableOf(right, name));

/**
 * Asks the API. With other variables about the same thing the previous answer stays on screen until the new one is there (`isPlaceholderData`);
 * `<Panel query={..}>` shows every state of it.
 */
export function useGql<Result, Variables>(
  document: TypedDocument<Result, Variables>,
  variables: Variables,
  { enabled = true, refetchIntervalMs = false, retryNotFound = false, complete }: Options<Result> = {},
): GqlResult<Result> {
  return useQuery<Result, ApiError>({
    queryKey: [document, variables],
    queryFn: async ({ signal }) => {
      // To begin a request costs as much as to draw a page of a table: not both in one task.
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

/** Whether the API said that there is no such thing; that holds while it is asked again. */
export function useIsNotFound({ data, error, errorUpdateCount }: GqlResult<unknown>): boolean {
  const [was, setWas] = useState(false);
  const stays = was && data === undefined && errorUpdateCount > 0;
  const is = error === null ? stays : error.code === 'NOT_FOUND';
  if (is !== was) setWas(is);
  return is;
}
