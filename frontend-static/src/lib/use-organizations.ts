import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { OrganizationListDocument, type OrganizationListQuery } from '@/gql/graphql';
import type { ApiError } from '@/lib/api-error';
import { gqlFetch } from '@/lib/gql-fetch';

export type Organization = OrganizationListQuery['organizations']['nodes'][number];

const PAGE = 50;

/** All organizations by name, page by page, and how many there are. */
export function useOrganizations(search: string | null) {
  return useInfiniteQuery<
    OrganizationListQuery,
    ApiError,
    { total: number; organizations: Organization[] },
    unknown[],
    string | null
  >({
    queryKey: [OrganizationListDocument, { search }],
    queryFn: ({ pageParam, signal }) =>
      gqlFetch(OrganizationListDocument, { search, first: PAGE, after: pageParam }, signal),
    initialPageParam: null,
    getNextPageParam: ({ organizations: { pageInfo } }) => (pageInfo.hasNextPage ? pageInfo.endCursor : null),
    select: ({ pages }) => ({
      total: pages[0]?.organizations.totalCount ?? 0,
      organizations: pages.flatMap(({ organizations }) => organizations.nodes),
    }),
    placeholderData: keepPreviousData,
  });
}
