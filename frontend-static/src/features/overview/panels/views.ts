import type { ChartViews } from '@/charts/chart-view';
import { seriesColor } from '@/charts/series';
import { COUNT, MEAN, MONEY, RATIO } from '@/charts/unit';
import type { OverviewData, OverviewPoint } from '../use-overview';

type Read = (figures: OverviewPoint['metrics']) => number | null;
type ComparedRead = (figures: OverviewData['before'][number]['metrics']) => number | null;

/** A series of the period. */
const series = (data: OverviewData, id: string, name: string, color: number, read: Read) => ({
  id,
  name,
  color: seriesColor(color),
  values: data.trends.map(({ metrics }) => read(metrics)),
});

/** A series of the period, and of the comparison period behind it. */
const compared = (data: OverviewData, id: string, name: string, color: number, read: ComparedRead) => ({
  ...series(data, id, name, color, read),
  previous: data.before.map(({ metrics }) => read(metrics)),
});

/** How much the agents are used. */
export const USAGE_VIEWS: ChartViews<OverviewData> = [
  {
    id: 'runs',
    name: 'Runs',
    note: 'Runs by outcome',
    label: 'Runs by outcome',
    mark: 'bars',
    unit: COUNT,
    series: (data) => [
      series(data, 'success', 'Successful', 2, (one) => one.successfulRuns),
      series(data, 'failed', 'Failed', 3, (one) => one.failedRuns),
    ],
  },
  {
    id: 'sessions',
    name: 'Sessions',
    note: 'Sessions that began',
    label: 'Sessions that began',
    mark: 'bars',
    unit: COUNT,
    series: (data) => [series(data, 'sessions', 'Sessions', 0, (one) => one.sessions)],
  },
  {
    id: 'users',
    name: 'Active users',
    note: 'People with at least one run',
    label: 'People with at least one run',
    mark: 'bars',
    unit: COUNT,
    series: (data) => [series(data, 'users', 'Active users', 4, (one) => one.activeUsers)],
  },
];

/** What the agents cost. */
export const COST_VIEWS: ChartViews<OverviewData> = [
  {
    id: 'total',
    name: 'Total',
    note: 'Cost of the runs',
    label: 'Cost of the runs',
    mark: 'bars',
    unit: MONEY,
    series: (data) => [series(data, 'cost', 'Cost', 0, (one) => one.costUsd)],
  },
  {
    id: 'run',
    name: 'Per run',
    note: 'Cost of a run',
    label: 'Cost of a run',
    mark: 'lines',
    unit: MONEY,
    series: (data) => [compared(data, 'run', 'Cost per run', 0, (one) => one.costPerRunUsd)],
  },
  {
    id: 'tokens',
    name: 'Tokens',
    note: 'Tokens read and written',
    label: 'Tokens read and written',
    mark: 'bars',
    unit: COUNT,
    series: (data) => [
      series(data, 'in', 'Input', 0, (one) => one.inputTokens),
      series(data, 'out', 'Output', 1, (one) => one.outputTokens),
    ],
  },
];

/** How often people had to take over. */
export const FRICTION_VIEWS: ChartViews<OverviewData> = [
  {
    id: 'handoffs',
    name: 'Handoffs',
    note: 'Share of the sessions',
    label: 'Handoffs',
    mark: 'lines',
    unit: RATIO,
    series: (data) => [
      compared(data, 'handoff', 'Handoff rate', 1, (one) => one.handoffRate),
      compared(data, 'post', 'Post-handoff rate', 3, (one) => one.postHandoffRate),
    ],
  },
  {
    id: 'runs',
    name: 'Runs per session',
    note: 'Runs per session',
    label: 'Runs per session',
    mark: 'lines',
    unit: MEAN,
    series: (data) => [compared(data, 'runs', 'Runs per session', 0, (one) => one.runsPerSession)],
  },
];
