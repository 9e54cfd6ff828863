import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import {
  RunArtifactsDocument,
  RunStepsDocument,
  SessionArtifactsDocument,
  SessionDocument,
  SessionEventsDocument,
  SessionTimelineDocument,
  type SessionTimelineQuery,
} from '@/gql/graphql';
import type { ApiError } from '@/lib/api-error';
import { gqlFetch } from '@/lib/gql-fetch';
import { useSubscription } from '@/lib/live/use-subscription';
import type { Session } from '../figures';
import { isTimelineEvent, mergeEvents, type TimelineEvent, withRuns } from './merge-events';

const PAGE = 100;
/** Events come in bursts; the figures are refetched once per burst. */
const BURST_MS = 250;
const NO_EVENTS: readonly TimelineEvent[] = [];
/** Queries whose results change with new events. */
const REFETCHED_WITH_EVENTS: ReadonlySet<unknown> = new Set([
  SessionDocument,
  SessionArtifactsDocument,
  RunArtifactsDocument,
  RunStepsDocument,
]);

export type Timeline = {
  readonly events: readonly TimelineEvent[];
  readonly isPending: boolean;
  readonly error: ApiError | null;
  readonly retry: () => void;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly loadMore: () => void;
};

/**
 * The events of a session: loaded page by page, then over the subscription. If the session counts a different number of
 * events, some were missed, and the pages are refetched.
 */
export function useTimeline(organizationId: string, session: Session, countedAt: number): Timeline {
  const { id, runs } = session;
  const pages = useInfiniteQuery<SessionTimelineQuery, ApiError, readonly TimelineEvent[], unknown[], string | null>({
    queryKey: [SessionTimelineDocument, { organizationId, id }],
    queryFn: ({ pageParam, signal }) =>
      gqlFetch(SessionTimelineDocument, { organizationId, id, first: PAGE, after: pageParam }, signal),
    initialPageParam: null,
    getNextPageParam: ({ organization }) => {
      const info = organization?.session?.timeline.pageInfo;
      return info?.hasNextPage === true ? info.endCursor : null;
    },
    select: (data) =>
      data.pages.flatMap(({ organization }) => (organization?.session?.timeline.nodes ?? []).filter(isTimelineEvent)),
  });
  const arrived = useArrivedEvents(organizationId, id);
  const { data = NO_EVENTS, hasNextPage, isFetching, refetch } = pages;
  const isComplete = !hasNextPage && !pages.isPending;
  const events = useMemo(
    () => withRuns(mergeEvents(data, arrived, isComplete), runs),
    [data, arrived, isComplete, runs],
  );

  const isAmiss = isComplete && events.length !== session.timeline.totalCount;
  const lookedAt = useRef(0);
  useEffect(() => {
    // Once per count, as the two may differ for a moment.
    if (!isAmiss || isFetching || lookedAt.current === countedAt) return;
    lookedAt.current = countedAt;
    void refetch();
  }, [isAmiss, isFetching, countedAt, refetch]);

  return {
    events,
    isPending: pages.isPending,
    error: pages.error,
    retry: () => void refetch(),
    hasMore: hasNextPage,
    isLoadingMore: pages.isFetchingNextPage,
    loadMore: () => void pages.fetchNextPage({ cancelRefetch: false }),
  };
}

/** The events that arrived since the page was opened; each burst refetches the figures of the session. */
function useArrivedEvents(organizationId: string, id: string): readonly TimelineEvent[] {
  const [arrived, setArrived] = useState(NO_EVENTS);
  const queries = useQueryClient();
  const burst = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(burst.current), []);
  useSubscription(
    SessionEventsDocument,
    { organizationId, id },
    {
      onData: ({ sessionEvents }) => {
        if (isTimelineEvent(sessionEvents)) setArrived((before) => [...before, sessionEvents]);
        burst.current ??= setTimeout(() => {
          burst.current = undefined;
          void queries.invalidateQueries({ predicate: ({ queryKey: [asked] }) => REFETCHED_WITH_EVENTS.has(asked) });
        }, BURST_MS);
      },
    },
  );
  return arrived;
}
