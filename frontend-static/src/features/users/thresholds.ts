import { useStored } from '@/lib/stored';

/** What can be worth a look, and from where on. */
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

/** Which way of the figure is the one to worry about. */
export const WORSE_SIDE: Record<Marked, 'above' | 'below'> = {
  runsPerSession: 'above',
  handoffRate: 'above',
  postHandoffRate: 'above',
  successRate: 'below',
};

/** Whether the figure deserves a mark; what is not known deserves none. */
export function isNotable(marked: Marked, value: number | null, thresholds: Thresholds): boolean {
  if (value === null) return false;
  return WORSE_SIDE[marked] === 'above' ? value > thresholds[marked] : value < thresholds[marked];
}

/** What was kept, as far as it is a set of thresholds. */
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

/** From where on figures are marked; as this person likes it. */
export const useThresholds = () => useStored('thresholds', readThresholds);
