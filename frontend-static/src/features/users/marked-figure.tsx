import { TriangleAlert } from 'lucide-react';
import { decimal, percent } from '@/lib/format';
import { Tooltip } from '@/ui/tooltip';
import { isNotable, type Marked, useThresholds, WORSE_SIDE } from './thresholds';

export const writeMarked = (marked: Marked, value: number | null): string =>
  marked === 'runsPerSession' ? decimal(value) : percent(value);

/** A figure, marked if it is beyond its threshold. */
export function MarkedFigure({ marked, value }: { marked: Marked; value: number | null }) {
  const [thresholds] = useThresholds();
  const text = writeMarked(marked, value);
  if (!isNotable(marked, value, thresholds)) return text;
  const why = `${WORSE_SIDE[marked]} ${writeMarked(marked, thresholds[marked])}`;
  return (
    <Tooltip label={`Marked: ${why}`}>
      <span data-notable={marked} className="inline-flex items-center gap-1 align-middle text-warn">
        <TriangleAlert aria-hidden className="size-3.5" />
        {text}
        <span className="sr-only">, {why}</span>
      </span>
    </Tooltip>
  );
}
