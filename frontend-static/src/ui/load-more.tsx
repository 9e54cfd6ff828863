import { type ReactNode, useEffect, useEffectEvent, useRef } from 'react';
import { Button } from './button';
import { cn } from './class-names';

type MoreProps = {
  /** How many are shown so far. */
  shown: number;
  isLoading: boolean;
  onMore: () => void;
  className?: string;
  /** The same in words. */
  children: ReactNode;
};

/** The end of a list that goes on: the rest is asked for when this comes into sight, or is still in sight after that. */
export function LoadMore({ shown, isLoading, onMore, className, children }: MoreProps) {
  const place = useRef<HTMLDivElement>(null);
  const askedAt = useRef(-1);
  const load = useEffectEvent(() => {
    // What was answered may not be drawn yet, and one answer is enough then.
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
