import { ArrowDownRight, ArrowRight, ArrowUpRight } from 'lucide-react';
import type { Change } from '@/lib/format';
import { cn } from './class-names';

const ARROWS = { up: ArrowUpRight, down: ArrowDownRight, flat: ArrowRight };
const WORDS = { up: 'Up', down: 'Down', flat: 'Unchanged' };
const TONES = { good: 'text-good', bad: 'text-bad', neutral: 'text-muted' };

export type PreviousValue = {
  /** The previous value. */
  readonly value: string;
  /** The days of the previous period. */
  readonly days: string;
};

type ChangeMarkProps = {
  /** Null if the previous value was 0, so that there is no ratio. */
  change: Change | null;
  before: PreviousValue;
};

/**
 * The change of a figure: an arrow for the direction, a color for good or bad. The previous value is in the (i) beside
 * it.
 */
export function ChangeMark({ change, before }: ChangeMarkProps) {
  const Arrow = change === null ? null : ARROWS[change.direction];
  return (
    <span
      data-change
      data-tone={change?.tone}
      className={cn('inline-flex items-center gap-0.5 whitespace-nowrap text-xs', TONES[change?.tone ?? 'neutral'])}
    >
      {change !== null && <span className="sr-only">{WORDS[change.direction]}</span>}
      {Arrow !== null && <Arrow aria-hidden className="size-3.5" />}
      {change?.text ?? `was ${before.value}`}
      {change !== null && <span className="sr-only">{`, from ${before.value} in ${before.days}`}</span>}
    </span>
  );
}
