import { useMemo } from 'react';
import { useUrlChoice } from '@/lib/use-url-choice';
import { Segmented } from '@/ui/segmented';
import type { Bucket } from './bucket';
import type { Mark, Series } from './series';
import { TimeChart } from './time-chart';
import type { Unit } from './unit';

/** One of several ways to draw the data of a chart. */
export type ChartView<Data> = {
  readonly id: string;
  /** On the control that chooses it. */
  readonly name: string;
  /** Below the title of the card. */
  readonly note: string;
  /** The chart's name for screen readers. */
  readonly label: string;
  readonly mark: Mark;
  readonly unit: Unit;
  readonly series: (data: Data) => Series[];
};

export type ChartViews<Data> = readonly [ChartView<Data>, ...ChartView<Data>[]];

/** The view that the URL names under `param`, by default the first one, and the control that changes it. */
export function useChartView<Data>(title: string, param: string, views: ChartViews<Data>) {
  const [first, ...others] = views;
  const [id, choose] = useUrlChoice(param, [first.id, ...others.map((view) => view.id)]);
  const view = views.find((one) => one.id === id) ?? first;
  const segments = views.map(({ id: value, name: label }) => ({ value, label }));
  const control = <Segmented label={title} value={view.id} onChange={choose} segments={segments} />;
  return { view, control };
}

type ViewChartProps<Data> = {
  view: ChartView<Data>;
  data: Data;
  buckets: readonly Bucket[];
  /** The buckets of the comparison period, where a view draws it. */
  before?: readonly Bucket[];
};

/** The chart of a view; another view is another chart. */
export const ViewChart = <Data,>(props: ViewChartProps<Data>) => <Chart key={props.view.id} {...props} />;

function Chart<Data>({ view, data, ...chart }: ViewChartProps<Data>) {
  const { label, mark, unit } = view;
  const series = useMemo(() => view.series(data), [view, data]);
  return <TimeChart {...chart} label={label} mark={mark} unit={unit} series={series} />;
}
