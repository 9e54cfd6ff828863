import { describe, expect, it } from 'vitest';
import { DEFAULT_THRESHOLDS, isNotable, readThresholds } from './thresholds';

describe('isNotable', () => {
  it.each([
    ['runsPerSession', 4, 4.01],
    ['handoffRate', 0.5, 0.51],
    ['postHandoffRate', 0.3, 0.31],
    ['successRate', 0.85, 0.849],
  ] as const)('%s is none at its threshold and one beyond it', (marked, at, beyond) => {
    expect(isNotable(marked, at, DEFAULT_THRESHOLDS)).toBe(false);
    expect(isNotable(marked, beyond, DEFAULT_THRESHOLDS)).toBe(true);
  });

  it('marks nothing that is not known', () => {
    expect(isNotable('successRate', null, DEFAULT_THRESHOLDS)).toBe(false);
  });
});

describe('readThresholds', () => {
  it('reads what was kept', () => {
    const kept = { runsPerSession: 6, handoffRate: 0, postHandoffRate: 0.1, successRate: 0.99 };
    expect(readThresholds(kept)).toEqual(kept);
  });

  it.each([null, 'x', [], { successRate: 'high', runsPerSession: -1, handoffRate: Number.NaN }])(
    'takes the usual one for what is no number: %j',
    (kept) => {
      expect(readThresholds(kept)).toEqual(DEFAULT_THRESHOLDS);
    },
  );
});
