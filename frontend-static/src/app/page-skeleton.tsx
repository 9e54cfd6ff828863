import { Skeleton } from '@/ui/skeleton';

/** Shown while the code of a page loads. */
export const PageSkeleton = () => (
  <div aria-busy="true" className="flex flex-col gap-4">
    <Skeleton className="h-24 rounded-card" />
    <Skeleton className="h-96 rounded-card" />
  </div>
);
