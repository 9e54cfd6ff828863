import { count, duration, money, percent } from '@/lib/format';
import { type Live, useLive } from '@/lib/live/use-live';
import { useNow } from '@/lib/use-now';
import { cn } from '@/ui/class-names';
import { Tooltip } from '@/ui/tooltip';

const DOTS = { live: 'bg-live', connecting: 'bg-line-strong', stale: 'bg-warn', refused: 'bg-line-strong' };

function word({ counts, state, receivedAt }: Live, now: number): string {
  if (counts === null) return state === 'refused' ? 'not live' : 'connecting';
  if (state === 'live') return 'running';
  return `running ${duration(Math.max(0, Math.floor((now - (receivedAt ?? now)) / 1000)) * 1000)} ago`;
}

/** How many runs are active now, and whether the number is current. */
export function LiveIndicator() {
  const live = useLive();
  const now = useNow(live.state === 'stale' ? 1_000 : null);
  const { counts, state } = live;
  return (
    <Tooltip label={counts === null ? null : <Details live={live} />} side="bottom">
      <button
        type="button"
        aria-live="off"
        data-live={state}
        className="flex h-7 shrink-0 cursor-default items-center gap-2 rounded-full border border-line bg-card px-2.5 text-xs"
      >
        <span aria-hidden className={cn('size-2 rounded-full forced-color-adjust-none', DOTS[state])} />
        {counts !== null && <span className="font-semibold">{count(counts.running)}</span>}
        <span className="text-muted">{word(live, now)}</span>
      </button>
    </Tooltip>
  );
}

function Details({ live: { counts, state } }: { live: Live }) {
  if (counts === null) return null;
  const rows = [
    ['Active sessions', count(counts.activeSessions)],
    ['Started in the last minute', count(counts.startedLastMinute)],
    ['Ended today (UTC)', count(counts.completedToday)],
    ['Failed today', count(counts.failedToday)],
    ['Success today', percent(counts.successRateToday)],
    ['Cost today', money(counts.costTodayUsd)],
  ];
  return (
    <>
      {state === 'stale' && <p className="mb-1 text-warn">The connection is lost; trying again.</p>}
      <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-0.5">
        {rows.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="text-right font-medium">{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
