import { lazy, Suspense } from 'react';
import { hasPermission, useViewer } from '@/lib/use-viewer';
import { EmptyState } from '@/ui/notice';
import { ShellSkeleton } from '../shell/skeleton';

const NewOrganization = lazy(() => import('@/features/welcome/new-organization'));

/** The installation has no organization yet: viewers with the permission create the first one. */
export function NoOrganization() {
  const viewer = useViewer();
  return (
    <ShellSkeleton>
      {hasPermission(viewer, 'VIEW_GLOBAL') ? (
        <Suspense>
          <NewOrganization />
        </Suspense>
      ) : (
        <EmptyState title="No organization yet">An organization appears with its first event.</EmptyState>
      )}
    </ShellSkeleton>
  );
}
