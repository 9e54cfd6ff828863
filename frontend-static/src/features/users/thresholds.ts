import { useStored } from '@/lib/stored';

/** The thresholds from which figures are marked. */
export type Thresholds = {
  readonly runsPerSession: number;
  readonly handoffRate: number;
  readonly postHandoffRate: number;
  readonly successRate: number;
};

export type Marked = keyof Thresholds;

export const DEFAULT_THRESHOLDS: Thresholds = {
  runsPerSession: 4,
  handoffRate: 0.5,
  postHandoffRate: 0.3,
  successRate: 0.85,
};

/** The side of the threshold that is marked. */
export const WORSE_SIDE: Record<Marked, 'above' | 'below'> = {
  runsPerSession: 'above',
  handoffRate: 'above',
  postHandoffRate: 'above',
  successRate: 'below',
};

/** Whether the figure is marked; unknown ones are not. */
export function isNotable(marked: Marked, value: number | null, thresholds: Thresholds): boolean {
  if (value === null) return false;
  return WORSE_SIDE[marked] === 'above' ? value > thresholds[marked] : value < thresholds[marked];
}

/** Validates stored thresholds; invalid ones get their default. */
export function readThresholds(kept: unknown): Thresholds {
  if (typeof kept !== 'object' || kept === null) return DEFAULT_THRESHOLDS;
  const number = (marked: Marked): number => {
    const value: unknown = Reflect.get(kept, marked);
    return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : DEFAULT_THRESHOLDS[marked];
  };
  return {
    runsPerSession: number('runsPerSession'),
    handoffRate: number('handoffRate'),
    postHandoffRate: number('postHandoffRate'),
    successRate: number('successRate'),
  };
}

/** The thresholds of this browser. */
export const useThresholds = () => useStored('thresholds', readThresholds);
