import { CalendarRange } from 'lucide-react';
import { useState } from 'react';
import { days } from '@/lib/format';
import { RELATIVE } from '@/lib/range';
import { useRange } from '@/lib/use-range';
import { Button } from '@/ui/button';
import { cn } from '@/ui/class-names';
import { Popover } from '@/ui/popover';
import { Segmented } from '@/ui/segmented';
import { CustomRange } from './custom-range';

const SEGMENTS = RELATIVE.map((value) => ({ value, label: value }));

/** Over which days: days of UTC, today included. */
export function RangeControl({ className }: { className: string }) {
  const { range, period, setRange } = useRange();
  const [open, setOpen] = useState(false);
  const custom = typeof range === 'string' ? null : range;
  const trigger = (
    <Button aria-label={`Range: ${days(period)}, UTC`}>
      <CalendarRange aria-hidden />
      {custom === null ? 'Custom' : days(custom)}
    </Button>
  );
  return (
    <div className={cn('items-center gap-2', className)}>
      <Segmented
        label="Range"
        value={custom === null ? (range as (typeof RELATIVE)[number]) : null}
        onChange={setRange}
        segments={SEGMENTS}
      />
      <Popover trigger={trigger} label="Choose the days" open={open} onOpenChange={setOpen}>
        <CustomRange
          period={period}
          onChoose={(chosen) => {
            setRange(chosen);
            setOpen(false);
          }}
        />
      </Popover>
      <span className="text-muted text-xs" title="Days begin and end at midnight UTC">
        UTC
      </span>
    </div>
  );
}
