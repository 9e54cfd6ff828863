import { exact } from '@/lib/format';
import { useLive } from '@/lib/live/use-live';
import { useRange } from '@/lib/use-range';
import { Card } from '@/ui/card';

type OnlyRunningProps = {
  /** The figures of the range; undefined while unknown. */
  figures: { readonly runs: number; readonly sessions?: number; readonly openRuns: number } | undefined;
};

const isOne = (count: number): boolean => count === 1;

/** Explains figures that are 0 because no run has ended yet. */
export function NoCompletedRuns({ figures }: OnlyRunningProps) {
  const { counts } = useLive();
  const { period, today } = useRange();
  const holdsToday = period.from <= today && today <= period.to;
  const running = holdsToday ? (counts?.running ?? 0) : 0;
  if (figures === undefined || figures.runs > 0) return null;
  if ((figures.sessions ?? 0) === 0 && running === 0 && figures.openRuns === 0) return null;
  const stopped = running === 0 ? figures.openRuns : 0;
  return (
    <Card className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3 text-sm" data-only-running>
      <span aria-hidden className="size-2 rounded-full bg-live forced-color-adjust-none" />
      <p role="status" className="min-w-0 flex-1">
        <b className="font-semibold">No run has ended in this range yet</b>
        {running > 0 && (isOne(running) ? ', one is running' : `, ${exact(running)} are running`)}
        {stopped > 0 && (isOne(stopped) ? ', one has no outcome' : `, ${exact(stopped)} have no outcome`)}.{' '}
        <span className="text-muted">
          Runs, success and duration are counted when a run ends; this page shows them by itself. Where the agent
          reports each model call, its tokens and cost count already.
        </span>
      </p>
    </Card>
  );
}
