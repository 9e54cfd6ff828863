import { useIsFetching } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { days } from '@/lib/format';
import { DEFAULT_RANGE, MAX_DAYS } from '@/lib/range';
import { useRange } from '@/lib/use-range';
import { Button } from '@/ui/button';

const MAX_SHOWN_LENGTH = 40;

/** Tells that the URL names an invalid range, and that the default one is shown instead. */
export function RangeNotice() {
  const { invalidText, setRange } = useRange();
  if (invalidText === null) return null;
  const shown = invalidText.length > MAX_SHOWN_LENGTH ? `${invalidText.slice(0, MAX_SHOWN_LENGTH)}…` : invalidText;
  return (
    <div
      role="alert"
      className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-card border border-line bg-card px-4 py-2 text-sm sm:mb-4"
    >
      <TriangleAlert aria-hidden className="size-4 shrink-0 text-warn" />
      <p className="min-w-0 flex-1">
        <span className="break-all font-mono text-xs">{shown}</span> names no days, so the last 7 are shown. A range is
        written <span className="font-mono text-xs">7d</span>, <span className="font-mono text-xs">30d</span>,{' '}
        <span className="font-mono text-xs">90d</span>, or the first and the last of at most {MAX_DAYS} days:{' '}
        <span className="whitespace-nowrap font-mono text-xs">2026-01-01~2026-01-31</span>.
      </p>
      <Button size="sm" onClick={() => setRange(DEFAULT_RANGE)}>
        Keep 7 days
      </Button>
    </div>
  );
}

/** Announces the days of the page to screen readers, once the data of a new range is on screen. */
export function RangeStatus() {
  const { period } = useRange();
  const isBusy = useIsFetching() > 0;
  const shown = days(period);
  const [first] = useState(shown);
  const [announced, setAnnounced] = useState(shown);
  if (!isBusy && announced !== shown) setAnnounced(shown);
  return (
    <p role="status" className="sr-only">
      {announced === first && announced === shown ? '' : isBusy || announced !== shown ? '' : `Showing ${announced}`}
    </p>
  );
}
