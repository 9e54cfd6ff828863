import * as Radix from 'radix-ui/popover';
import type { ReactNode } from 'react';

type PopoverProps = {
  trigger: ReactNode;
  /** What is in it, for those who cannot see it. */
  label: string;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  align?: 'start' | 'center' | 'end';
  children: ReactNode;
};

/** A floating layer with controls. */
export function Popover({ trigger, label, align = 'end', children, ...root }: PopoverProps) {
  return (
    <Radix.Root modal={false} {...root}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-w-[calc(100vw-1rem)] rounded-lg border border-line bg-raised p-3 shadow-float"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
