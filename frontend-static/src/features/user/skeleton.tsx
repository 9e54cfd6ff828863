import { Card } from '@/ui/card';
import { Skeleton } from '@/ui/skeleton';
import { KpiSkeleton } from './kpis/grid';

/** The skeleton of the page, in its final size. */
export const UserSkeleton = () => (
  <div aria-busy="true" className="flex flex-col gap-3 sm:gap-4">
    <div className="grid gap-3 sm:gap-4 lg:grid-cols-[minmax(17rem,1fr)_3fr]">
      <Card className="flex flex-col gap-4 p-4">
        <Skeleton className="h-11 w-48" />
        <Skeleton className="h-32 w-full" />
      </Card>
      <KpiSkeleton />
    </div>
    <div className="grid gap-3 sm:gap-4 xl:grid-cols-3">
      <Skeleton className="h-78 rounded-card" />
      <Skeleton className="h-78 rounded-card" />
      <Skeleton className="h-78 rounded-card" />
    </div>
    <Skeleton className="h-96 rounded-card" />
  </div>
);
