import { useMemo } from 'react';
import { ChartCard } from '@/charts/chart-card';
import { perBucket } from '@/charts/per-bucket';
import { type Series, seriesColor } from '@/charts/series';
import { TimeChart } from '@/charts/time-chart';
import { MEAN, RATIO } from '@/charts/unit';
import type { OverviewQuery } from '@/gql/graphql';
import type { GqlResult } from '@/lib/use-gql';
import { useRange } from '@/lib/use-range';
import { useUrlChoice } from '@/lib/use-url-choice';
import { Segmented } from '@/ui/segmented';
import type { OverviewData } from '../use-overview';

const CHOICES = ['handoffs', 'runs'] as const;
type Choice = (typeof CHOICES)[number];

const SEGMENTS = [
  { value: 'handoffs', label: 'Handoffs' },
  { value: 'runs', label: 'Runs per session' },
] as const;

const NOTES = { handoffs: 'Share of the sessions', runs: 'Runs per session' };

/** How often people had to take the wheel. */
export function Friction({ query }: { query: GqlResult<OverviewQuery> }) {
  const [choice, choose] = useUrlChoice('friction', CHOICES);
  const { bucket } = useRange();
  return (
    <ChartCard
      title="Friction"
      note={`${NOTES[choice]}, ${perBucket(bucket)}`}
      query={query}
      controls={<Segmented label="Friction" value={choice} onChange={choose} segments={SEGMENTS} />}
    >
      {({ organization }) => organization !== null && <Chart choice={choice} organization={organization} />}
    </ChartCard>
  );
}

function Chart({ choice, organization }: { choice: Choice; organization: OverviewData }) {
  const series = useMemo(() => seriesOf(choice, organization), [choice, organization]);
  return (
    <TimeChart
      key={choice}
      label={choice === 'runs' ? 'Runs per session' : 'Handoffs'}
      buckets={organization.trends}
      before={organization.before}
      series={series}
      mark="lines"
      unit={choice === 'runs' ? MEAN : RATIO}
    />
  );
}

function seriesOf(choice: Choice, { trends, before }: OverviewData): Series[] {
  if (choice === 'runs') {
    return [
      {
        id: 'runs',
        name: 'Runs per session',
        color: seriesColor(0),
        values: trends.map(({ metrics }) => metrics.runsPerSession),
        previous: before.map(({ metrics }) => metrics.runsPerSession),
      },
    ];
  }
  return [
    {
      id: 'handoff',
      name: 'Handoff rate',
      color: seriesColor(1),
      values: trends.map(({ metrics }) => metrics.handoffRate),
      previous: before.map(({ metrics }) => metrics.handoffRate),
    },
    {
      id: 'post',
      name: 'Post-handoff rate',
      color: seriesColor(3),
      values: trends.map(({ metrics }) => metrics.postHandoffRate),
      previous: before.map(({ metrics }) => metrics.postHandoffRate),
    },
  ];
}
