import { useIsFetching } from '@tanstack/react-query';
import { useState } from 'react';
import { days } from '@/lib/format';
import { useRange } from '@/lib/use-range';

/** Tells those who cannot see it which days the page shows, once a change of the range is on screen. */
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
