import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Period } from '../range';
import { useToday } from '../use-today';
import { useLive } from './use-live';

/** The minimum time between two refetches. */
const PAUSE_MS = 3_000;

/**
 * Refetches these queries when runs start or end, if the period includes today. Old results stay until new ones arrive.
 * The first live message refetches too, since changes before it were not received.
 */
export function useLiveRefetch(documents: readonly string[], { from, to }: Period): void {
  const queries = useQueryClient();
  const { counts } = useLive();
  const today = useToday();
  const askedAt = useRef(0);
  const holdsToday = from <= today && today <= to;
  const state =
    counts === null
      ? null
      : `${counts.completedToday} ${counts.costTodayUsd} ${counts.activeSessions} ${counts.running} ${counts.startedLastMinute}`;
  const seen = useRef(state);

  // The page has just loaded: wait for its first results.
  useEffect(() => {
    askedAt.current = Date.now();
  }, []);

  useEffect(() => {
    if (state === null || state === seen.current) return;
    if (!holdsToday) {
      seen.current = state;
      return;
    }
    const wait = Math.max(0, askedAt.current + PAUSE_MS - Date.now());
    const timer = setTimeout(() => {
      seen.current = state;
      askedAt.current = Date.now();
      void queries.invalidateQueries({ predicate: ({ queryKey: [asked] }) => documents.some((one) => one === asked) });
    }, wait);
    return () => clearTimeout(timer);
  }, [state, holdsToday, documents, queries]);
}
