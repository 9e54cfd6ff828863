import { ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Card, CardHeader } from '@/ui/card';

type TopCardProps = { title: string; note: string; href: string; all: string; children: ReactNode };

/** A card with a top list, and a link to the whole list. */
export function TopCard({ title, note, href, all, children }: TopCardProps) {
  return (
    <Card data-panel={title}>
      <div className="pb-2">
        <CardHeader title={title} note={note}>
          <Link
            href={href}
            className="inline-flex h-8 items-center gap-1 rounded-md px-2 font-medium text-muted text-xs hover:bg-hover hover:text-ink"
          >
            {all}
            <ArrowRight aria-hidden className="size-3.5" />
          </Link>
        </CardHeader>
      </div>
      {children}
    </Card>
  );
}
