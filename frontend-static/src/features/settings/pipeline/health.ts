/** How far projection is, in a word. */
export type Health = 'caught-up' | 'working' | 'behind';

/** From here on somebody should look. */
const BEHIND_MS = 10_000;

/** A queue is no trouble as long as it is short: what counts is how long its oldest event waits. */
export function healthOf({ queueDepth, oldestQueuedMs }: { queueDepth: number; oldestQueuedMs: number }): Health {
  if (oldestQueuedMs >= BEHIND_MS) return 'behind';
  return queueDepth === 0 ? 'caught-up' : 'working';
}
