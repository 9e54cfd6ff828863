import * as Radix from 'radix-ui/popover';
import { type ReactNode, useState } from 'react';

type PopoverProps = {
  trigger: ReactNode;
  /** The name of the layer for screen readers. */
  label: string;
  align?: 'start' | 'center' | 'end';
  /** The content; as a function it can close the popover once something is chosen. */
  children: ReactNode | ((close: () => void) => ReactNode);
};

/** A floating layer with controls. */
export function Popover({ trigger, label, align = 'end', children }: PopoverProps) {
  const [open, setOpen] = useState(false);
  return (
    <Radix.Root modal={false} open={open} onOpenChange={setOpen}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-w-[calc(100vw-1rem)] rounded-lg border border-line bg-raised p-3 shadow-float"
        >
          {typeof children === 'function' ? children(() => setOpen(false)) : children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
