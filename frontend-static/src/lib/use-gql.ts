import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { TypedDocument } from '@/gql/graphql';
import type { ApiError } from './api-error';
import { gqlFetch } from './gql-fetch';
import { nextTask } from './next-task';

export type GqlResult<Result> = UseQueryResult<Result, ApiError>;

type Options<Result> = {
  enabled?: boolean;
  /** Adds what lists are longer than a page, so that the whole answer is one. */
  whole?: (answer: Result, signal: AbortSignal) => Promise<Result>;
  /** Asks again so often while the page is looked at; it may depend on the last answer. */
  refetchEveryMs?: number | false | ((data: Result | undefined) => number | false);
};

const SUBJECT = ['organizationId', 'id'];

const named = (variables: unknown, name: string): unknown =>
  typeof variables === 'object' && variables !== null ? Reflect.get(variables, name) : undefined;

/** Whether both ask about the same organisation and thing: figures of one never stand under the name of another. */
export const isSameSubject = (left: unknown, right: unknown): boolean =>
  SUBJECT.every((name) => named(left, name) === named(right, name));

/**
 * Asks the API. With other variables about the same thing the previous answer stays on screen until the new one is there (`isPlaceholderData`);
 * `<Panel query={..}>` shows every state of it.
 */
export function useGql<Result, Variables>(
  document: TypedDocument<Result, Variables>,
  variables: Variables,
  { enabled = true, refetchEveryMs = false, whole }: Options<Result> = {},
): GqlResult<Result> {
  return useQuery<Result, ApiError>({
    queryKey: [document, variables],
    queryFn: async ({ signal }) => {
      // To begin a request costs as much as to draw a page of a table: not both in one task.
      await nextTask();
      const answer = await gqlFetch(document, variables, signal);
      return whole === undefined ? answer : whole(answer, signal);
    },
    placeholderData: (data, asked) => (isSameSubject(asked?.queryKey[1], variables) ? data : undefined),
    refetchInterval: typeof refetchEveryMs === 'function' ? ({ state }) => refetchEveryMs(state.data) : refetchEveryMs,
    enabled,
  });
}
