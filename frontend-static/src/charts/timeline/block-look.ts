import type { BlockState } from './item';

const stripes = 'bg-[repeating-linear-gradient(135deg,transparent_0_4px,var(--card)_4px_6px)]';

/** Color and pattern of a block: no two states differ by their color alone. */
export const blockStyle: Record<BlockState, string> = {
  success: 'bg-(--series-1)',
  fail: `bg-bad ${stripes}`,
  timeout: 'bg-(--series-2) bg-[repeating-linear-gradient(0deg,transparent_0_4px,var(--card)_4px_6px)]',
  cancelled: 'border border-muted bg-card',
  running: 'animate-pulse bg-live',
  lost: `bg-line-strong ${stripes}`,
};

export const blockName: Record<BlockState, string> = {
  success: 'Success',
  fail: 'Failed',
  timeout: 'Timeout',
  cancelled: 'Cancelled',
  running: 'Running',
  lost: 'Lost',
};
