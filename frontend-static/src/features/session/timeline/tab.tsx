import { useEffect, useMemo, useState } from 'react';
import { TimelineBar } from '@/charts/timeline/timeline-bar';
import { useNow } from '@/lib/use-now';
import { Card } from '@/ui/card';
import { Empty, Failed } from '@/ui/notice';
import { Skeleton } from '@/ui/skeleton';
import type { Session } from '../figures';
import { itemsOf, wholeOf } from './items';
import { TimelineList } from './list';
import type { Timeline } from './use-timeline';

/** How often a running block grows. */
const GROW_MS = 1_000;

/** The session as a whole, to scale, and everything that happened in it; what is marked in one is marked in the other. */
export function TimelineTab({ session, timeline }: { session: Session; timeline: Timeline }) {
  const now = useNow(session.isLive ? GROW_MS : null);
  const items = useMemo(() => itemsOf(session, timeline.events, now), [session, timeline.events, now]);
  const whole = useMemo(() => wholeOf(session, items), [session, items]);
  const [pointed, setPointed] = useState<string | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const reveal = useReveal(timeline);
  const marked = pointed ?? chosen;
  const choose = (key: string) => {
    setChosen(key);
    reveal(key);
  };
  return (
    <div className="flex flex-col gap-4">
      <Card className="px-4 pt-3 pb-3">
        <TimelineBar
          label="The whole session, to scale"
          whole={whole}
          items={items}
          marked={marked}
          onPoint={setPointed}
          onChoose={choose}
        />
      </Card>
      <Card>
        {timeline.error !== null && timeline.events.length === 0 ? (
          <Failed error={timeline.error} onRetry={timeline.retry} />
        ) : timeline.isPending ? (
          <Skeleton className="m-4 h-96" />
        ) : timeline.events.length === 0 ? (
          <Empty title="Nothing happened yet">Messages, runs and handoffs stand here in their order.</Empty>
        ) : (
          <TimelineList timeline={timeline} now={now} marked={marked} onPoint={setPointed} onChoose={setChosen} />
        )}
      </Card>
    </div>
  );
}

const rowOf = (key: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[data-event="${CSS.escape(key)}"]`);

/** Brings the row of something into sight, after as many pages as lie before it. */
function useReveal({ hasMore, isLoadingMore, loadMore }: Timeline): (key: string) => void {
  const [wanted, setWanted] = useState<string | null>(null);
  useEffect(() => {
    if (wanted === null || isLoadingMore) return;
    const row = rowOf(wanted);
    if (row === null && hasMore) return loadMore();
    setWanted(null);
    row?.scrollIntoView({ block: 'center' });
    row?.querySelector('button')?.focus({ preventScroll: true });
  });
  return setWanted;
}
