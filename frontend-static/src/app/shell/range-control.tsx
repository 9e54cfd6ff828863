import { CalendarRange } from 'lucide-react';
import { type ComponentProps, lazy, Suspense } from 'react';
import { days } from '@/lib/format';
import { RELATIVE_RANGES } from '@/lib/range';
import { useRange } from '@/lib/use-range';
import { Button } from '@/ui/button';
import { cn } from '@/ui/class-names';
import { Segmented } from '@/ui/segmented';

const CustomRange = lazy(() => import('./custom-range'));
const SEGMENTS = RELATIVE_RANGES.map((value) => ({ value, label: value }));

/** Chooses the days of the page: a relative range, or a first and a last day. Days are UTC, today included. */
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
      <Suspense fallback={<CustomRangeButton disabled />}>
        <CustomRange trigger={<CustomRangeButton />} />
      </Suspense>
      <span className="text-muted text-xs" title="Days begin and end at midnight UTC">
        UTC
      </span>
    </div>
  );
}

/** Opens the form for the days; shows the days of a range that is not relative. */
function CustomRangeButton(props: ComponentProps<'button'>) {
  const { range } = useRange();
  return (
    <Button {...props}>
      <CalendarRange aria-hidden />
      {typeof range === 'string' ? 'Custom' : days(range)}
    </Button>
  );
}
