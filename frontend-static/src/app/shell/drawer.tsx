import * as Radix from 'radix-ui/dialog';
import { type ReactNode, useEffect, useEffectEvent } from 'react';
import { useLocation } from 'wouter';

type DrawerProps = { open: boolean; onOpenChange: (open: boolean) => void; children: ReactNode };

/** The sidebar on narrow screens; it goes away with a choice. */
export function Drawer({ open, onOpenChange, children }: DrawerProps) {
  const [path] = useLocation();
  const close = useEffectEvent(() => onOpenChange(false));
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is what closes it
  useEffect(() => close(), [path]);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange} modal={false}>
      <Radix.Portal>
        <div className="fixed inset-0 z-30 bg-black/40" aria-hidden="true" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-40 w-64 max-w-[85vw] border-line border-r bg-sidebar shadow-float outline-none"
        >
          <Radix.Title className="sr-only">Navigation</Radix.Title>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
