import { useMemo } from 'react';
import { ChartCard } from '@/charts/chart-card';
import { perBucket } from '@/charts/per-bucket';
import { OTHERS_COLOR, type Series, seriesColor } from '@/charts/series';
import { TimeChart } from '@/charts/time-chart';
import type { Unit } from '@/charts/unit';
import type { GlobalQuery } from '@/gql/graphql';
import type { GqlResult } from '@/lib/use-gql';
import { useRange } from '@/lib/use-range';
import type { GlobalData } from '../use-global';

type Figures = GlobalData['trendsByOrganization'][number]['points'][number]['metrics'];

type ByOrganizationProps = {
  title: string;
  /** What the chart stacks. */
  note: string;
  query: GqlResult<GlobalQuery>;
  read: (figures: Figures) => number;
  unit: Unit;
};

/** A figure stacked by the organizations with the most runs, and all others together. */
export function ByOrganization({ title, note, query, read, unit }: ByOrganizationProps) {
  const { bucket } = useRange();
  return (
    <ChartCard title={title} note={`${note}, ${perBucket(bucket)}`} query={query}>
      {({ global }) => <Chart label={note} global={global} read={read} unit={unit} />}
    </ChartCard>
  );
}

type ChartProps = Pick<ByOrganizationProps, 'read' | 'unit'> & { label: string; global: GlobalData };

function Chart({ label, global: { trends, trendsByOrganization }, read, unit }: ChartProps) {
  const series = useMemo<Series[]>(
    () =>
      trendsByOrganization.map(({ organization, points }, index) => ({
        id: organization?.id ?? '',
        name: organization?.name ?? 'Others',
        color: organization === null ? OTHERS_COLOR : seriesColor(index),
        values: points.map(({ metrics }) => read(metrics)),
      })),
    [trendsByOrganization, read],
  );
  const some = series.filter(({ id, values }) => id !== '' || values.some((value) => value !== 0));
  return <TimeChart label={label} buckets={trends} series={some} mark="bars" unit={unit} />;
}
