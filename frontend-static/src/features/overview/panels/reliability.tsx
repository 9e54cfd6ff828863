import { useMemo } from 'react';
import { ChartCard } from '@/charts/chart-card';
import { perBucket } from '@/charts/per-bucket';
import { type Series, seriesColor } from '@/charts/series';
import { TimeChart } from '@/charts/time-chart';
import { RATIO } from '@/charts/unit';
import type { OverviewQuery } from '@/gql/graphql';
import type { GqlResult } from '@/lib/use-gql';
import { useRange } from '@/lib/use-range';
import type { OverviewData } from '../use-overview';
import { Failures } from './failures';

/** The success rate, and why runs failed. */
export function Reliability({ query }: { query: GqlResult<OverviewQuery> }) {
  const { bucket } = useRange();
  return (
    <ChartCard title="Reliability" note={`Success rate, ${perBucket(bucket)}, and why runs failed`} query={query}>
      {({ organization }) =>
        organization !== null && (
          <div className="pb-3">
            <SuccessRate organization={organization} />
            <Failures categories={organization.failureCategories} />
          </div>
        )
      }
    </ChartCard>
  );
}

function SuccessRate({ organization: { trends, before } }: { organization: OverviewData }) {
  const series = useMemo<Series[]>(
    () => [
      {
        id: 'success',
        name: 'Success rate',
        color: seriesColor(2),
        values: trends.map(({ metrics }) => metrics.successRate),
        previous: before.map(({ metrics }) => metrics.successRate),
      },
    ],
    [trends, before],
  );
  return (
    <TimeChart
      label="Success rate"
      buckets={trends}
      before={before}
      series={series}
      mark="lines"
      unit={RATIO}
      height="h-48"
    />
  );
}
