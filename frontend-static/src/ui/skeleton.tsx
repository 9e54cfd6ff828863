import { cn } from './class-names';

/** A placeholder in the final size of the content. */
export const Skeleton = ({ className }: { className?: string }) => (
  <div aria-hidden="true" className={cn('skeleton-pulse', className)} />
);
