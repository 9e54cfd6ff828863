import { useMemo } from 'react';
import { type Series, seriesColor } from '@/charts/series';
import { TimeChart } from '@/charts/time-chart';
import { COUNT } from '@/charts/unit';
import { useUrlChoice } from '@/lib/use-url-choice';
import { Card, CardHeader } from '@/ui/card';
import { Segmented } from '@/ui/segmented';
import type { Point } from '../data';

const CHOICES = ['runs', 'sessions'] as const;
type Choice = (typeof CHOICES)[number];

const SEGMENTS = [
  { value: 'runs', label: 'Runs' },
  { value: 'sessions', label: 'Sessions' },
] as const;

/** How much the person has agents do. */
export function Activity({ trends }: { trends: readonly Point[] }) {
  const [choice, choose] = useUrlChoice('activity', CHOICES);
  const series = useMemo(() => seriesOf(choice, trends), [choice, trends]);
  return (
    <Card data-panel="Activity">
      <CardHeader title="Activity" note={choice === 'runs' ? 'Runs by outcome' : 'Sessions that began'}>
        <Segmented label="Activity" value={choice} onChange={choose} segments={SEGMENTS} />
      </CardHeader>
      <TimeChart key={choice} label="Activity" buckets={trends} series={series} mark="bars" unit={COUNT} />
    </Card>
  );
}

function seriesOf(choice: Choice, trends: readonly Point[]): Series[] {
  const values = (read: (figures: Point['metrics']) => number) => trends.map(({ metrics }) => read(metrics));
  if (choice === 'sessions')
    return [{ id: 'sessions', name: 'Sessions', color: seriesColor(0), values: values((one) => one.sessions) }];
  return [
    { id: 'success', name: 'Successful', color: seriesColor(2), values: values((one) => one.successfulRuns) },
    { id: 'failed', name: 'Failed', color: seriesColor(3), values: values((one) => one.failedRuns) },
  ];
}
