import { ChevronLeft, ChevronRight } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import { useHref } from '@/lib/use-url-params';
import { destinationOf } from '../navigation';
import { useDetailName } from './use-detail-name';

/** The name of the page; on a detail page also the list that it belongs to. */
export function Breadcrumbs() {
  const [path] = useLocation();
  const href = useHref();
  const name = useDetailName();
  const page = destinationOf(path);
  if (page === undefined) return <h1 className="font-semibold text-base">Not found</h1>;
  if (name === null) return <h1 className="font-semibold text-base">{page.name}</h1>;
  return (
    <nav aria-label="Breadcrumbs" className="min-w-0">
      <ol className="flex min-w-0 items-center gap-1 text-base">
        <li>
          <Link href={href(page.path)} className="block rounded text-muted hover:text-ink">
            <ChevronLeft aria-hidden className="size-5 sm:hidden" />
            <span className="sr-only sm:not-sr-only">{page.name}</span>
          </Link>
        </li>
        <li className="flex min-w-0 items-center gap-1">
          <ChevronRight aria-hidden className="size-4 shrink-0 text-muted max-sm:hidden" />
          <span aria-current="page" className="truncate font-medium" title={name}>
            {name}
          </span>
        </li>
      </ol>
    </nav>
  );
}
