import type { ComponentProps, ReactNode } from 'react';
import { cn } from './class-names';

/** A surface with a hairline. */
export function Card({ className, ...props }: ComponentProps<'section'>) {
  return <section className={cn('min-w-0 rounded-card border border-line bg-card', className)} {...props} />;
}

type HeaderProps = { title: ReactNode; note?: ReactNode; children?: ReactNode };

/** The title of a card, a note below it, and its controls at the right. */
export function CardHeader({ title, note, children }: HeaderProps) {
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 pt-3">
      <div className="min-w-0">
        <h2 className="font-semibold text-base">{title}</h2>
        {note !== undefined && <p className="text-muted text-xs">{note}</p>}
      </div>
      {children !== undefined && <div className="flex flex-wrap items-center gap-2">{children}</div>}
    </div>
  );
}
