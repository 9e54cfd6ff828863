import { type ChartViews, useChartView, ViewChart } from '@/charts/chart-view';
import { Card, CardHeader } from '@/ui/card';
import type { Point } from '../data';

type UserChartProps = {
  title: string;
  /** The URL parameter that names the view. */
  param: string;
  views: ChartViews<readonly Point[]>;
  trends: readonly Point[];
};

/** A chart of a user with its views. */
export function UserChart({ title, param, views, trends }: UserChartProps) {
  const { view, control } = useChartView(title, param, views);
  return (
    <Card data-panel={title}>
      <CardHeader title={title} note={view.note}>
        {control}
      </CardHeader>
      <ViewChart view={view} data={trends} buckets={trends} />
    </Card>
  );
}
