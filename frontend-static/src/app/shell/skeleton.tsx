import type { ReactNode } from 'react';

/** The frame without content; index.html shows the same before any script runs. */
export function ShellSkeleton({ children }: { children?: ReactNode }) {
  return (
    <div className="flex min-h-dvh">
      <div className="hidden w-54 border-line border-r bg-sidebar lg:block" />
      <div className="flex-1">
        <div className="h-14 border-line border-b" />
        {children !== undefined && <main className="p-6">{children}</main>}
      </div>
    </div>
  );
}
