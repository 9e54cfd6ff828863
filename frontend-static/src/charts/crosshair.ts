import { useSyncExternalStore } from 'react';
import type { Day } from '@/lib/day';

/** The day under the pointer: one for the whole page, so that its charts move in step. */
let crosshairDay: Day | null = null;
const listeners = new Set<() => void>();

export function setCrosshair(day: Day | null): void {
  if (crosshairDay === day) return;
  crosshairDay = day;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** The day under the pointer, in any chart. */
export const useCrosshair = (): Day | null => useSyncExternalStore(subscribe, () => crosshairDay);
