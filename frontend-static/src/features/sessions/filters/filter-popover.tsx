import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '@/ui/button';
import { Popover } from '@/ui/popover';

type FilterPopoverProps = {
  /** The name on the button. */
  name: string;
  /** The name of the popover. */
  label: string;
  /** What is filtered by, beside the name; null while the filter is off. */
  value: ReactNode;
  children: (close: () => void) => ReactNode;
};

/** A filter that opens a popover; its button is pressed while it filters. */
export function FilterPopover({ name, label, value, children }: FilterPopoverProps) {
  const trigger = (
    <Button aria-pressed={value !== null} className="aria-pressed:border-accent">
      {name}
      {value}
      <ChevronDown aria-hidden className="text-muted" />
    </Button>
  );
  return (
    <Popover trigger={trigger} label={label} align="start">
      {children}
    </Popover>
  );
}
