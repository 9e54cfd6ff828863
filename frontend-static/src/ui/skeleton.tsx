import { cn } from './class-names';

/** The place of something that is not there yet, in its final measures. */
export const Skeleton = ({ className }: { className?: string }) => (
  <div aria-hidden="true" className={cn('skeleton-pulse', className)} />
);
