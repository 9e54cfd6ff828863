import type { ChartViews } from '@/charts/chart-view';
import { seriesColor } from '@/charts/series';
import { COUNT, MEAN, MONEY, RATIO } from '@/charts/unit';
import type { Day } from '@/lib/day';
import type { BucketWidth } from '@/lib/range';
import type { Point } from '../data';
import { cumulative } from './cumulative';

type Trends = readonly Point[];
type Read = (figures: Point['metrics']) => number | null;

const series = (trends: Trends, id: string, name: string, color: number, read: Read) => ({
  id,
  name,
  color: seriesColor(color),
  values: trends.map(({ metrics }) => read(metrics)),
});

/** How much the user has agents do. */
export const ACTIVITY_VIEWS: ChartViews<Trends> = [
  {
    id: 'runs',
    name: 'Runs',
    note: 'Runs by outcome',
    label: 'Activity',
    mark: 'bars',
    unit: COUNT,
    series: (trends) => [
      series(trends, 'success', 'Successful', 2, (one) => one.successfulRuns),
      series(trends, 'failed', 'Failed', 3, (one) => one.failedRuns),
    ],
  },
  {
    id: 'sessions',
    name: 'Sessions',
    note: 'Sessions that began',
    label: 'Activity',
    mark: 'bars',
    unit: COUNT,
    series: (trends) => [series(trends, 'sessions', 'Sessions', 0, (one) => one.sessions)],
  },
];

/** What the user's agents cost. The sum ends today, as the days after it are unknown. */
export const costViews = (bucket: BucketWidth, today: Day): ChartViews<Trends> => [
  {
    id: 'each',
    name: bucket === 'WEEK' ? 'Weekly' : 'Daily',
    note: 'Cost of the runs',
    label: 'Cost',
    mark: 'bars',
    unit: MONEY,
    series: (trends) => [series(trends, 'each', 'Cost', 0, (one) => one.costUsd)],
  },
  {
    id: 'cumulative',
    name: 'Cumulative',
    note: 'Since the start of the range',
    label: 'Cost',
    mark: 'lines',
    unit: MONEY,
    series: (trends) => [
      { id: 'cumulative', name: 'Cost so far', color: seriesColor(0), values: cumulative(trends, today) },
    ],
  },
];

/** How often the user had to take over. */
export const FRICTION_VIEWS: ChartViews<Trends> = [
  {
    id: 'handoffs',
    name: 'Handoffs',
    note: 'Share of the sessions',
    label: 'Friction',
    mark: 'lines',
    unit: RATIO,
    series: (trends) => [
      series(trends, 'handoff', 'Handoff rate', 1, (one) => one.handoffRate),
      series(trends, 'post', 'Post-handoff rate', 3, (one) => one.postHandoffRate),
    ],
  },
  {
    id: 'runs',
    name: 'Runs',
    note: 'Runs per session',
    label: 'Friction',
    mark: 'lines',
    unit: MEAN,
    series: (trends) => [series(trends, 'runs', 'Runs per session', 0, (one) => one.runsPerSession)],
  },
];
