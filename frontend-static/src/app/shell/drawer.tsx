import * as Radix from 'radix-ui/dialog';
import { type ReactNode, useEffect, useEffectEvent, useState } from 'react';
import { useLocation } from 'wouter';

type DrawerProps = { onOpenChange: (open: boolean) => void; children: ReactNode };

/** The sidebar on narrow screens; it closes after a navigation. */
export default function Drawer({ onOpenChange, children }: DrawerProps) {
  const [path] = useLocation();
  const [opened] = useState(path);
  const close = useEffectEvent(() => onOpenChange(false));
  useEffect(() => {
    if (path !== opened) close();
  }, [path, opened]);
  return (
    <Radix.Root open onOpenChange={onOpenChange} modal={false}>
      <Radix.Portal>
        <div className="fixed inset-0 z-30 bg-veil" aria-hidden="true" />
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
