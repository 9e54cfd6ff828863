import { useMemo } from 'react';
import { ChartCard } from '@/charts/chart-card';
import { perBucket } from '@/charts/per-bucket';
import { type Series, seriesColor } from '@/charts/series';
import { TimeChart } from '@/charts/time-chart';
import { COUNT } from '@/charts/unit';
import type { OverviewQuery } from '@/gql/graphql';
import type { GqlResult } from '@/lib/use-gql';
import { useRange } from '@/lib/use-range';
import { useUrlChoice } from '@/lib/use-url-choice';
import { Segmented } from '@/ui/segmented';
import type { OverviewPoint } from '../use-overview';

const CHOICES = ['runs', 'sessions', 'users'] as const;
type Choice = (typeof CHOICES)[number];

const SEGMENTS = [
  { value: 'runs', label: 'Runs' },
  { value: 'sessions', label: 'Sessions' },
  { value: 'users', label: 'Active users' },
] as const;

const NOTES = { runs: 'Runs by outcome', sessions: 'Sessions that began', users: 'People with at least one run' };

/** How much the agents are used. */
export function Usage({ query }: { query: GqlResult<OverviewQuery> }) {
  const [choice, choose] = useUrlChoice('usage', CHOICES);
  const { bucket } = useRange();
  return (
    <ChartCard
      title="Usage"
      note={`${NOTES[choice]}, ${perBucket(bucket)}`}
      query={query}
      controls={<Segmented label="Usage" value={choice} onChange={choose} segments={SEGMENTS} />}
    >
      {({ organization }) => organization !== null && <Chart choice={choice} trends={organization.trends} />}
    </ChartCard>
  );
}

function Chart({ choice, trends }: { choice: Choice; trends: readonly OverviewPoint[] }) {
  const series = useMemo(() => seriesOf(choice, trends), [choice, trends]);
  return <TimeChart key={choice} label={NOTES[choice]} buckets={trends} series={series} mark="bars" unit={COUNT} />;
}

function seriesOf(choice: Choice, trends: readonly OverviewPoint[]): Series[] {
  const values = (read: (figures: OverviewPoint['metrics']) => number) => trends.map(({ metrics }) => read(metrics));
  switch (choice) {
    case 'runs':
      return [
        { id: 'success', name: 'Successful', color: seriesColor(2), values: values((one) => one.successfulRuns) },
        { id: 'failed', name: 'Failed', color: seriesColor(3), values: values((one) => one.failedRuns) },
      ];
    case 'sessions':
      return [{ id: 'sessions', name: 'Sessions', color: seriesColor(0), values: values((one) => one.sessions) }];
    case 'users':
      return [{ id: 'users', name: 'Active users', color: seriesColor(4), values: values((one) => one.activeUsers) }];
  }
}
