import { ArrowDownRight, ArrowRight, ArrowUpRight } from 'lucide-react';
import type { Change } from '@/lib/format';
import { cn } from './class-names';

const ARROWS = { up: ArrowUpRight, down: ArrowDownRight, flat: ArrowRight };
const WORDS = { up: 'Up', down: 'Down', flat: 'Unchanged' };
const TONES = { good: 'text-good', bad: 'text-bad', neutral: 'text-muted' };

export type PreviousValue = {
  /** What it was. */
  readonly value: string;
  /** On which days. */
  readonly days: string;
};

type ChangeMarkProps = {
  /** Null where it was nothing, so that no share of it tells anything. */
  change: Change | null;
  before: PreviousValue;
};

/** How a figure changed: an arrow for the way, a color for good or bad. What it was stands at the (i) beside it. */
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
