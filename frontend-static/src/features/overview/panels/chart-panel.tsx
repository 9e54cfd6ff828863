import { ChartCard } from '@/charts/chart-card';
import { type ChartViews, useChartView, ViewChart } from '@/charts/chart-view';
import { perBucket } from '@/charts/per-bucket';
import type { OverviewQuery } from '@/gql/graphql';
import type { GqlResult } from '@/lib/use-gql';
import { useRange } from '@/lib/use-range';
import type { OverviewData } from '../use-overview';

type ChartPanelProps = {
  title: string;
  /** The URL parameter that names the view. */
  param: string;
  views: ChartViews<OverviewData>;
  query: GqlResult<OverviewQuery>;
};

/** A chart of the overview with its views. */
export function ChartPanel({ title, param, views, query }: ChartPanelProps) {
  const { bucket } = useRange();
  const { view, control } = useChartView(title, param, views);
  return (
    <ChartCard title={title} note={`${view.note}, ${perBucket(bucket)}`} query={query} controls={control}>
      {({ organization }) =>
        organization !== null && (
          <ViewChart view={view} data={organization} buckets={organization.trends} before={organization.before} />
        )
      }
    </ChartCard>
  );
}
