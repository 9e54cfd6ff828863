import { useEffect, useState } from 'react';
import { keyOf } from './items';
import type { Timeline } from './use-timeline';

export type Reveal = {
  /** What shall come into sight. */
  readonly wanted: string | null;
  readonly reveal: (key: string | null) => void;
};

/** Brings the row of something into sight: first as many pages as lie before it are asked for. */
export function useReveal({ events, hasMore, isLoadingMore, loadMore }: Timeline): Reveal {
  const [wanted, reveal] = useState<string | null>(null);
  const isThere = wanted !== null && events.some((event) => keyOf(event) === wanted);
  useEffect(() => {
    if (wanted === null || isThere || isLoadingMore) return;
    if (hasMore) loadMore();
    else reveal(null);
  }, [wanted, isThere, isLoadingMore, hasMore, loadMore]);
  return { wanted, reveal };
}
