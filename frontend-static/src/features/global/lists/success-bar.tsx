import { percent } from '@/lib/format';
import { cn } from '@/ui/class-names';

/** Below it, somebody should look. */
const BOUND = 0.85;

/** A success rate as a bar with a mark at its bound. */
export function SuccessBar({ rate }: { rate: number | null }) {
  return (
    <span className="flex items-center gap-3">
      <span aria-hidden="true" className="relative h-1.5 min-w-0 flex-1 rounded-full bg-hover">
        {rate !== null && (
          <span
            className={cn(
              'absolute inset-y-0 left-0 rounded-full forced-color-adjust-none',
              rate < BOUND ? 'bg-warn' : 'bg-good',
            )}
            style={{ width: `${rate * 100}%` }}
          />
        )}
        <span
          className="absolute -inset-y-1 w-px bg-line-strong forced-color-adjust-none"
          style={{ left: `${BOUND * 100}%` }}
        />
      </span>
      <span className="w-12 text-right">{percent(rate)}</span>
    </span>
  );
}
