import { useState } from 'react';
import { useRange } from '@/lib/use-range';
import { Popover } from '@/ui/popover';
import { CustomButton } from './custom-button';
import { DaysForm } from './days-form';

/** A range of one's own. */
export default function CustomRange() {
  const { period, setRange } = useRange();
  const [open, setOpen] = useState(false);
  return (
    <Popover trigger={<CustomButton />} label="Choose the days" open={open} onOpenChange={setOpen}>
      <DaysForm
        period={period}
        onChoose={(chosen) => {
          setRange(chosen);
          setOpen(false);
        }}
      />
    </Popover>
  );
}
