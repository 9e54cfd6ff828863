/** The state of the projection. */
export type Health = 'caught-up' | 'working' | 'behind';

/** From this lag on, operators should look at it. */
const BEHIND_MS = 10_000;

/** The age of the oldest event counts, not the length of the queue. */
export function healthOf({ queueDepth, oldestQueuedMs }: { queueDepth: number; oldestQueuedMs: number }): Health {
  if (oldestQueuedMs >= BEHIND_MS) return 'behind';
  return queueDepth === 0 ? 'caught-up' : 'working';
}
