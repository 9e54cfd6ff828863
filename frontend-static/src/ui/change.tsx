import { ArrowDownRight, ArrowRight, ArrowUpRight } from 'lucide-react';
import type { Change } from '@/lib/format';
import { cn } from './class-names';
import { Tooltip } from './tooltip';

const ARROWS = { up: ArrowUpRight, down: ArrowDownRight, flat: ArrowRight };
const WORDS = { up: 'Up', down: 'Down', flat: 'Unchanged' };
const TONES = { good: 'text-good', bad: 'text-bad', neutral: 'text-muted' };

export type Before = {
  /** What it was. */
  readonly value: string;
  /** On which days. */
  readonly days: string;
};

type ChangeMarkProps = {
  /** Null where it was nothing, so that no share of it tells anything. */
  change: Change | null;
  before: Before;
};

/** How a figure changed: an arrow for the way, a colour for good or bad, and in the tooltip what it was. */
export function ChangeMark({ change, before }: ChangeMarkProps) {
  const Arrow = change === null ? null : ARROWS[change.way];
  const was = `${before.value} in ${before.days}`;
  return (
    <Tooltip label={was} side="bottom">
      <button
        type="button"
        aria-label={change === null ? `Was ${was}` : `${WORDS[change.way]} ${change.text}, from ${was}`}
        data-tone={change?.tone}
        className={cn(
          'inline-flex cursor-default items-center gap-0.5 whitespace-nowrap rounded text-xs',
          TONES[change?.tone ?? 'neutral'],
        )}
      >
        {Arrow !== null && <Arrow aria-hidden className="size-3.5" />}
        {change?.text ?? `was ${before.value}`}
      </button>
    </Tooltip>
  );
}
