import { CalendarRange } from 'lucide-react';
import type { ComponentProps } from 'react';
import { days } from '@/lib/format';
import { useRange } from '@/lib/use-range';
import { Button } from '@/ui/button';

/** The days, where they are none of the usual ranges; to be pressed for others. */
export function CustomButton(props: ComponentProps<'button'>) {
  const { range } = useRange();
  return (
    <Button {...props}>
      <CalendarRange aria-hidden />
      {typeof range === 'string' ? 'Custom' : days(range)}
    </Button>
  );
}
