import { useInfiniteQuery } from '@tanstack/react-query';
import { DeadLettersDocument, type DeadLettersQuery } from '@/gql/graphql';
import type { ApiError } from '@/lib/api-error';
import { gqlFetch } from '@/lib/gql-fetch';

export type DeadLetter = DeadLettersQuery['deadLetters']['nodes'][number];

const PAGE = 50;
const REFETCH_MS = 10_000;

/** The dead letters, page by page, and how many there are. */
export function useDeadLetters() {
  return useInfiniteQuery<
    DeadLettersQuery,
    ApiError,
    { total: number; letters: DeadLetter[] },
    unknown[],
    string | null
  >({
    queryKey: [DeadLettersDocument],
    queryFn: ({ pageParam, signal }) => gqlFetch(DeadLettersDocument, { first: PAGE, after: pageParam }, signal),
    initialPageParam: null,
    getNextPageParam: ({ deadLetters: { pageInfo } }) => (pageInfo.hasNextPage ? pageInfo.endCursor : null),
    select: ({ pages }) => ({
      total: pages[0]?.deadLetters.totalCount ?? 0,
      letters: pages.flatMap(({ deadLetters }) => deadLetters.nodes),
    }),
    refetchInterval: REFETCH_MS,
  });
}
