import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Period } from '../range';
import { useToday } from '../use-today';
import { useLive } from './use-live';

/** Between two questions, however much goes on. */
const PAUSE_MS = 3_000;

/**
 * Asks these questions again when something began or ended, if the period holds today. The old answers stay until the
 * new ones are there. What was asked before the connection stood is asked again with its first message: nobody told
 * this page what happened in between.
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

  // The page has just asked: its first answers are awaited before anything is asked again.
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
