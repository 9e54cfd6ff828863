import { KpiCard, KpiSkeleton } from '@/charts/kpi-card';
import type { OverviewQuery } from '@/gql/graphql';
import { change, days } from '@/lib/format';
import type { GqlResult } from '@/lib/use-gql';
import { useRange } from '@/lib/use-range';
import { Card } from '@/ui/card';
import { Failed } from '@/ui/notice';
import type { OverviewData } from '../use-overview';
import { KPIS } from './figures';

const GRID = 'grid grid-cols-2 gap-3 sm:gap-4 md:grid-cols-5';

/** The figures of the period, each beside what it was before. */
export function KpiRows({ query }: { query: GqlResult<OverviewQuery> }) {
  const { data, error, isPlaceholderData } = query;
  if (error !== null && (data === undefined || isPlaceholderData)) {
    return (
      <Card>
        <Failed error={error} onRetry={() => void query.refetch()} />
      </Card>
    );
  }
  const organization = data?.organization;
  return (
    <div className={`dim-while-stale ${GRID}`} data-stale={isPlaceholderData} aria-busy={organization == null}>
      {organization == null ? (
        KPIS.map(({ name }) => <KpiSkeleton key={name} name={name} />)
      ) : (
        <Cards organization={organization} />
      )}
    </div>
  );
}

function Cards({ organization: { metrics, trends } }: { organization: OverviewData }) {
  const { previous, today } = useRange();
  const last = trends.at(-1);
  const unfinished = last !== undefined && last.start <= today && today <= last.end;
  return KPIS.map(({ name, help, read, write, meaning }) => {
    const value = read(metrics);
    const before = metrics.previous === null ? null : read(metrics.previous);
    return (
      <KpiCard
        key={name}
        name={name}
        help={help}
        value={write(value)}
        change={change(value, before, meaning)}
        before={`${write(before)} in ${days(previous)}`}
        course={trends.map((point) => read(point.metrics))}
        unfinished={unfinished}
      />
    );
  });
}
