import * as Radix from 'radix-ui/tooltip';
import type { ReactNode } from 'react';

type TooltipProps = {
  /** What is said; null says nothing and leaves the child alone. */
  label: ReactNode;
  side?: 'top' | 'right' | 'bottom' | 'left';
  /** One element that takes a ref and can be focused, or hovered at least. */
  children: ReactNode;
};

/** Says more about something when one points at it or focuses it. */
export function Tooltip({ label, side = 'top', children }: TooltipProps) {
  if (label === null) return children;
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-w-72 rounded-md border border-line bg-raised px-2 py-1 text-ink text-xs shadow-float"
        >
          {label}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Once around everything. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={300} skipDelayDuration={200}>
      {children}
    </Radix.Provider>
  );
}
