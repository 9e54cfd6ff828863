import { useSyncExternalStore } from 'react';
import type { Day } from '@/lib/day';

/** The day that is pointed at: one for the whole page, so that its charts are in step. */
let pointed: Day | null = null;
const listeners = new Set<() => void>();

export function pointAt(day: Day | null): void {
  if (pointed === day) return;
  pointed = day;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** The day that is pointed at, in whichever chart. */
export const useCrosshair = (): Day | null => useSyncExternalStore(subscribe, () => pointed);
