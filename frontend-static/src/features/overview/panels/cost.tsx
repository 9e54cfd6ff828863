import { useMemo } from 'react';
import { ChartCard } from '@/charts/chart-card';
import { perBucket } from '@/charts/per-bucket';
import { type Series, seriesColor } from '@/charts/series';
import { TimeChart } from '@/charts/time-chart';
import { COUNT, MONEY } from '@/charts/unit';
import type { OverviewQuery } from '@/gql/graphql';
import type { GqlResult } from '@/lib/use-gql';
import { useRange } from '@/lib/use-range';
import { useUrlChoice } from '@/lib/use-url-choice';
import { Segmented } from '@/ui/segmented';
import type { OverviewData } from '../use-overview';

const CHOICES = ['total', 'run', 'tokens'] as const;
type Choice = (typeof CHOICES)[number];

const SEGMENTS = [
  { value: 'total', label: 'Total' },
  { value: 'run', label: 'Per run' },
  { value: 'tokens', label: 'Tokens' },
] as const;

const NOTES = { total: 'Cost of the runs', run: 'Cost of a run', tokens: 'Tokens read and written' };

/** What the agents cost. */
export function Cost({ query }: { query: GqlResult<OverviewQuery> }) {
  const [choice, choose] = useUrlChoice('cost', CHOICES);
  const { bucket } = useRange();
  return (
    <ChartCard
      title="Cost"
      note={`${NOTES[choice]}, ${perBucket(bucket)}`}
      query={query}
      controls={<Segmented label="Cost" value={choice} onChange={choose} segments={SEGMENTS} />}
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
      label={NOTES[choice]}
      buckets={organization.trends}
      before={organization.before}
      series={series}
      mark={choice === 'run' ? 'lines' : 'bars'}
      unit={choice === 'tokens' ? COUNT : MONEY}
    />
  );
}

function seriesOf(choice: Choice, { trends, before }: OverviewData): Series[] {
  switch (choice) {
    case 'total':
      return [
        { id: 'cost', name: 'Cost', color: seriesColor(0), values: trends.map(({ metrics }) => metrics.costUsd) },
      ];
    case 'run':
      return [
        {
          id: 'run',
          name: 'Cost per run',
          color: seriesColor(0),
          values: trends.map(({ metrics }) => metrics.costPerRunUsd),
          previous: before.map(({ metrics }) => metrics.costPerRunUsd),
        },
      ];
    case 'tokens':
      return [
        { id: 'in', name: 'Input', color: seriesColor(0), values: trends.map(({ metrics }) => metrics.inputTokens) },
        { id: 'out', name: 'Output', color: seriesColor(1), values: trends.map(({ metrics }) => metrics.outputTokens) },
      ];
  }
}
