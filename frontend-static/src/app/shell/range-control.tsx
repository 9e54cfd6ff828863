import { lazy, Suspense } from 'react';
import { RELATIVE_RANGES } from '@/lib/range';
import { useRange } from '@/lib/use-range';
import { cn } from '@/ui/class-names';
import { Segmented } from '@/ui/segmented';
import { CustomButton } from './custom-button';

const CustomRange = lazy(() => import('./custom-range'));
const SEGMENTS = RELATIVE_RANGES.map((value) => ({ value, label: value }));

/** Over which days: days of UTC, today included. */
export function RangeControl({ className }: { className: string }) {
  const { range, setRange } = useRange();
  return (
    <div className={cn('items-center gap-2', className)}>
      <Segmented
        label="Range"
        value={typeof range === 'string' ? range : null}
        onChange={setRange}
        segments={SEGMENTS}
      />
      <Suspense fallback={<CustomButton disabled />}>
        <CustomRange />
      </Suspense>
      <span className="text-muted text-xs" title="Days begin and end at midnight UTC">
        UTC
      </span>
    </div>
  );
}
