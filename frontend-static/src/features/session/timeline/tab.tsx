import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { TimelineBar } from '@/charts/timeline/timeline-bar';
import { exact } from '@/lib/format';
import { useNow } from '@/lib/use-now';
import { Card } from '@/ui/card';
import { EmptyState, ErrorState } from '@/ui/notice';
import { Skeleton } from '@/ui/skeleton';
import type { Session } from '../figures';
import { StepsContext, stepsPlaces } from '../steps/steps-context';
import { barItems, barSpan, keyOf } from './bar-items';
import { TimelineList } from './list';
import type { Timeline } from './use-timeline';

/** How often the block of a running run grows. */
const GROW_MS = 1_000;

/** The bar of the whole session, and the list of its events; an item is marked in both. */
export function TimelineTab({ session, timeline }: { session: Session; timeline: Timeline }) {
  const now = useNow(session.isLive ? GROW_MS : null);
  // Defer thousands of events, so that the page stays responsive.
  const events = useDeferredValue(timeline.events);
  const items = useMemo(() => barItems(session, events, now), [session, events, now]);
  const whole = useMemo(() => barSpan(session, items), [session, items]);
  const places = useMemo(() => stepsPlaces(session, events), [session, events]);
  const [pointed, setPointed] = useState<string | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const { wanted, reveal } = useReveal(timeline);
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
          messages={timeline.hasMore ? `Message, among the first ${exact(events.length)} events` : null}
          onPoint={setPointed}
          onChoose={choose}
        />
      </Card>
      <Card>
        {timeline.error !== null && timeline.events.length === 0 ? (
          <ErrorState error={timeline.error} onRetry={timeline.retry} />
        ) : timeline.isPending || events.length < Math.min(timeline.events.length, 1) ? (
          <Skeleton className="m-4 h-96" />
        ) : timeline.events.length === 0 ? (
          <EmptyState title="Nothing happened yet">Messages, runs and handoffs stand here in their order.</EmptyState>
        ) : (
          <StepsContext value={places}>
            <StepsHint steps={session.withSteps.totalCount - session.timeline.totalCount} />
            <TimelineList
              timeline={timeline}
              events={events}
              now={now}
              marked={marked}
              wanted={wanted}
              onRevealed={() => reveal(null)}
              onPoint={setPointed}
              onChoose={setChosen}
            />
          </StepsContext>
        )}
      </Card>
    </div>
  );
}

/** Says that the steps of the agent are folded. */
function StepsHint({ steps }: { steps: number }) {
  if (steps <= 0) return null;
  return (
    <p className="border-line border-b px-4 py-2 text-muted text-xs">
      {steps === 1 ? '1 step is' : `${exact(steps)} steps are`} folded under the starts of their runs: model calls and
      tool uses. Open a run to see its steps.
    </p>
  );
}

type Reveal = {
  /** The key of the item to scroll to. */
  readonly wanted: string | null;
  readonly reveal: (key: string | null) => void;
};

/** Scrolls to an item, after loading the pages before it. */
function useReveal({ events, hasMore, isLoadingMore, loadMore }: Timeline): Reveal {
  const [wanted, reveal] = useState<string | null>(null);
  const isThere = wanted !== null && events.some((event) => keyOf(event) === wanted);
  useEffect(() => {
    if (wanted === null || isThere || isLoadingMore) return;
    if (hasMore) loadMore();
    else reveal(null);
  }, [wanted, isThere, isLoadingMore, hasMore, loadMore]);
  return { wanted, reveal };
}
