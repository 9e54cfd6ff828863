import type { Change } from '@/lib/format';
import { Card } from '@/ui/card';
import { ChangeMark, type PreviousValue } from '@/ui/change';
import { Info } from '@/ui/info';
import { Skeleton } from '@/ui/skeleton';
import type { Lack } from './kpi';
import { Sparkline } from './sparkline';

type KpiCardProps = {
  name: string;
  /** What the figure means. */
  help: string;
  value: string;
  change?: Change | null;
  before?: PreviousValue | null;
  /** What the figure lacks. */
  lack?: Lack | null;
  /** The trend as a sparkline; without it the card is lower. */
  trend?: readonly (number | null)[] | undefined;
  /** Whether the trend ends in a bucket that is not over yet. */
  unfinished?: boolean;
};

/** The change is beside the figure where it fits, otherwise below. */
const FIGURE =
  'flex flex-col items-start @[11rem]:flex-row @[11rem]:flex-wrap @[11rem]:items-baseline @[11rem]:gap-x-2';

/** A figure with its change and its trend. */
export function KpiCard(props: KpiCardProps) {
  const { name, help, value, change = null, before = null, lack = null, trend, unfinished = false } = props;
  return (
    <Card className="@container flex flex-col px-4 pt-3 pb-3" data-kpi={name}>
      <div className="flex items-center justify-between gap-1">
        <h2 className="min-w-0 text-muted text-xs">{name}</h2>
        <Info about={name}>
          <p>{help}.</p>
          {lack !== null && <p className="mt-1">{lack.text}.</p>}
          {before !== null && (
            <p className="mt-1 text-muted">
              Was <b className="font-medium text-ink">{before.value}</b> in {before.days}
            </p>
          )}
        </Info>
      </div>
      <p className={FIGURE}>
        <span className="whitespace-nowrap font-semibold text-kpi tracking-tight" data-value>
          {value}
        </span>
        {before !== null && <ChangeMark change={change} before={before} />}
        {lack !== null && <span className="whitespace-nowrap text-warn text-xs">{lack.note}</span>}
      </p>
      {trend !== undefined && (
        <div className="mt-auto pt-2">
          <Sparkline values={trend} unfinished={unfinished} />
        </div>
      )}
    </Card>
  );
}

/** The card in its final size, before its figure is loaded. */
export const KpiSkeleton = ({ name, hasCourse = true }: { name: string; hasCourse?: boolean }) => (
  <Card className="@container flex flex-col px-4 pt-3 pb-3">
    <h2 className="text-muted text-xs">{name}</h2>
    <div className={FIGURE}>
      <div className="flex h-8 items-center">
        <Skeleton className="h-5 w-20" />
      </div>
      <div className="flex h-4 w-10 items-center">
        <Skeleton className="h-3 w-10" />
      </div>
    </div>
    {hasCourse && (
      <div className="mt-auto pt-2">
        <Skeleton className="h-7 w-full" />
      </div>
    )}
  </Card>
);
