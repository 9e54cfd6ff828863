import { type ReactNode, useEffect, useEffectEvent, useRef } from 'react';
import { Button } from './button';
import { cn } from './class-names';

type MoreProps = {
  /** How many items are loaded. */
  shown: number;
  isLoading: boolean;
  onMore: () => void;
  className?: string;
  /** The progress as text. */
  children: ReactNode;
};

/** The end of a list with more items: it loads more when it comes into view, and again if it is still in view. */
export function LoadMore({ shown, isLoading, onMore, className, children }: MoreProps) {
  const place = useRef<HTMLDivElement>(null);
  const askedAt = useRef(-1);
  const load = useEffectEvent(() => {
    // Ask once for each length of the list, as its items may not be rendered yet.
    if (askedAt.current === shown) return;
    askedAt.current = shown;
    onMore();
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new observer tells anew whether it is in sight
  useEffect(() => {
    if (isLoading || place.current === null) return;
    const watch = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) load();
      },
      { rootMargin: '400px' },
    );
    watch.observe(place.current);
    return () => watch.disconnect();
  }, [isLoading, shown]);
  return (
    <div ref={place} className={cn('flex items-center justify-center gap-3 p-3 text-muted text-xs', className)}>
      {children}
      <Button size="sm" disabled={isLoading} onClick={onMore}>
        {isLoading ? 'Loading' : 'Show more'}
      </Button>
    </div>
  );
}
