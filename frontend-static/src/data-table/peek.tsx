import { Maximize2, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Button } from '@/ui/button';
import { Tooltip } from '@/ui/tooltip';

type PeekProps = {
  title: ReactNode;
  /** The name of the panel for screen readers. */
  label: string;
  /** The path of the detail page. */
  href: string;
  onClose: () => void;
  children: ReactNode;
};

/** A preview of a row beside the table: j and k switch rows, Enter opens the page, Esc closes. */
export function Peek({ title, label, href, onClose, children }: PeekProps) {
  return (
    <aside
      aria-label={label}
      className="fixed inset-y-0 right-0 z-30 flex w-full flex-col border-line border-l bg-raised shadow-float sm:w-[26rem] lg:top-14 lg:z-10"
    >
      <header className="flex h-14 shrink-0 items-center gap-1 border-line border-b px-4">
        <h2 className="min-w-0 flex-1 truncate font-semibold text-base">{title}</h2>
        <Tooltip label="Open the page (Enter)" side="bottom">
          <Button variant="plain" size="icon" asChild>
            <Link href={href} aria-label="Open the page">
              <Maximize2 />
            </Link>
          </Button>
        </Tooltip>
        <Tooltip label="Close (Esc)" side="bottom">
          <Button variant="plain" size="icon" aria-label="Close" onClick={onClose}>
            <X />
          </Button>
        </Tooltip>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto p-4">{children}</div>
    </aside>
  );
}
