import { expect, it } from 'vitest';
import { healthOf } from './health';

it.each([
  [0, 0, 'caught-up'],
  [50_000, 900, 'working'],
  [1, 9_999, 'working'],
  [1, 10_000, 'behind'],
] as const)('%d events, the oldest for %d ms: %s', (queueDepth, oldestQueuedMs, health) => {
  expect(healthOf({ queueDepth, oldestQueuedMs })).toBe(health);
});
