import { lazy, Suspense } from 'react';
import { Link, useLocation } from 'wouter';
import { useHref } from '@/lib/use-url-params';
import { useViewer } from '@/lib/use-viewer';
import { destinationOf, destinations } from '../navigation';
import { OrgSelector } from '../org/selector';
import { UserButton } from './user-button';

const UserMenu = lazy(() => import('./user-menu'));

/** The organization, the pages, and the viewer. */
export function Sidebar() {
  const viewer = useViewer();
  const [path] = useLocation();
  const href = useHref();
  const here = destinationOf(path);
  return (
    <div className="flex h-full flex-col gap-4 p-3">
      <OrgSelector />
      <nav aria-label="Pages" className="flex flex-1 flex-col gap-0.5">
        {destinations(viewer).map((one) => (
          <Link
            key={one.path}
            href={href(one.path)}
            aria-current={one === here ? 'page' : undefined}
            className="flex h-8 items-center gap-2.5 rounded-md px-2.5 font-medium text-muted text-sm hover:bg-hover hover:text-ink aria-[current]:bg-selected aria-[current]:text-ink"
          >
            <one.icon aria-hidden className="size-4" />
            {one.name}
          </Link>
        ))}
      </nav>
      <Suspense fallback={<UserButton disabled />}>
        <UserMenu />
      </Suspense>
    </div>
  );
}
