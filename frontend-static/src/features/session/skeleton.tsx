import { Card } from '@/ui/card';
import { Skeleton } from '@/ui/skeleton';

/** The skeleton of the page, in its final size. */
export const SessionSkeleton = () => (
  <div aria-busy="true" className="flex flex-col gap-4">
    <Card className="flex flex-col gap-4 p-4">
      <div className="flex flex-col gap-2">
        <Skeleton className="h-5 w-56" />
        <Skeleton className="h-4 w-96 max-w-full" />
      </div>
      <Skeleton className="h-10 w-full max-w-3xl" />
    </Card>
    <Skeleton className="h-9 w-72" />
    <Skeleton className="h-32 rounded-card" />
    <Skeleton className="h-96 rounded-card" />
  </div>
);
