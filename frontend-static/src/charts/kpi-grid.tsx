import type { ReactNode } from 'react';
import { change, days } from '@/lib/format';
import type { GqlResult } from '@/lib/use-gql';
import { useRange } from '@/lib/use-range';
import { Card } from '@/ui/card';
import { cn } from '@/ui/class-names';
import { ErrorState } from '@/ui/notice';
import { useRovingTabindex } from '@/ui/use-roving-tabindex';
import { type Bucket, isOpenBucket } from './bucket';
import type { Kpi } from './kpi';
import { KpiCard, KpiSkeleton } from './kpi-card';

type KpiGridProps<Figures> = {
  kpis: readonly Kpi<Figures>[];
  query: GqlResult<unknown>;
  /** Undefined while loading. */
  metrics: (Figures & { readonly previous: Figures | null }) | undefined;
  trends: readonly (Bucket & { readonly metrics: Figures })[] | undefined;
  /** Cards before the first one. */
  lead?: ReactNode;
  /** The number of columns, as classes. */
  className: string;
};

/** The figures of the period, each compared with the previous period. */
export function KpiGrid<Figures>({ kpis, query, metrics, trends, lead, className }: KpiGridProps<Figures>) {
  const { previous, today } = useRange();
  const roving = useRovingTabindex<HTMLDivElement>();
  const { error, isPlaceholderData } = query;
  if (error !== null && (metrics === undefined || isPlaceholderData)) {
    return (
      <Card>
        <ErrorState error={error} onRetry={() => void query.refetch()} />
      </Card>
    );
  }
  const last = trends?.at(-1);
  return (
    // biome-ignore lint/a11y/useSemanticElements: nothing of it is a form
    <div
      {...roving}
      role="group"
      aria-label="Figures"
      className={cn('dim-while-stale grid gap-3 sm:gap-4', className)}
      data-stale={isPlaceholderData}
      aria-busy={metrics === undefined}
    >
      {lead}
      {kpis.map(({ name, help, read, format, polarity, lack }) => {
        if (metrics === undefined) return <KpiSkeleton key={name} name={name} />;
        const value = read(metrics);
        const before = metrics.previous === null ? null : read(metrics.previous);
        return (
          <KpiCard
            key={name}
            name={name}
            help={help}
            value={format(value)}
            change={change(value, before, polarity)}
            before={before === null ? null : { value: format(before), days: days(previous) }}
            lack={lack?.(metrics) ?? null}
            trend={trends?.map((point) => read(point.metrics))}
            unfinished={last !== undefined && isOpenBucket(last, today)}
          />
        );
      })}
    </div>
  );
}
