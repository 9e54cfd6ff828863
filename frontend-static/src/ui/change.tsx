import { ArrowDownRight, ArrowRight, ArrowUpRight } from 'lucide-react';
import { type Change, DASH } from '@/lib/format';
import { cn } from './class-names';
import { Tooltip } from './tooltip';

const ARROWS = { up: ArrowUpRight, down: ArrowDownRight, flat: ArrowRight };
const WORDS = { up: 'Up', down: 'Down', flat: 'Unchanged,' };
const TONES = { good: 'text-good', bad: 'text-bad', neutral: 'text-muted' };

type ChangeMarkProps = {
  /** Null where there is nothing to compare with. */
  change: Change | null;
  /** What it is compared with: the value before, and its days. */
  before: string;
};

/** How a figure changed: an arrow for the way, a colour for good or bad, and in the tooltip what it was. */
export function ChangeMark({ change, before }: ChangeMarkProps) {
  const Arrow = change === null ? null : ARROWS[change.way];
  const told = change === null ? 'Nothing to compare with.' : `${WORDS[change.way]} ${change.text}.`;
  return (
    <Tooltip label={before} side="bottom">
      <button
        type="button"
        aria-label={`${told} ${before}`}
        data-tone={change?.tone}
        className={cn(
          'inline-flex cursor-default items-center gap-0.5 rounded text-xs',
          TONES[change?.tone ?? 'neutral'],
        )}
      >
        {Arrow !== null && <Arrow aria-hidden className="size-3.5" />}
        {change?.text ?? DASH}
      </button>
    </Tooltip>
  );
}
