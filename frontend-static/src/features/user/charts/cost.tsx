import { useMemo } from 'react';
import { type Series, seriesColor } from '@/charts/series';
import { TimeChart } from '@/charts/time-chart';
import { MONEY } from '@/charts/unit';
import { useRange } from '@/lib/use-range';
import { useUrlChoice } from '@/lib/use-url-choice';
import { Card, CardHeader } from '@/ui/card';
import { Segmented } from '@/ui/segmented';
import type { Point } from '../data';
import { cumulative } from './cumulative';

const CHOICES = ['each', 'cumulative'] as const;

/** What the person's agents cost. */
export function Cost({ trends }: { trends: readonly Point[] }) {
  const [choice, choose] = useUrlChoice('cost', CHOICES);
  const { bucket, today } = useRange();
  const series = useMemo<Series[]>(() => {
    const values = choice === 'each' ? trends.map(({ metrics }) => metrics.costUsd) : cumulative(trends, today);
    return [{ id: choice, name: choice === 'each' ? 'Cost' : 'Cost so far', color: seriesColor(0), values }];
  }, [choice, trends, today]);
  const each = bucket === 'WEEK' ? 'Weekly' : 'Daily';
  const segments = [
    { value: 'each', label: each },
    { value: 'cumulative', label: 'Cumulative' },
  ] as const;
  return (
    <Card data-panel="Cost">
      <CardHeader title="Cost" note={choice === 'each' ? 'Cost of the runs' : 'Since the start of the range'}>
        <Segmented label="Cost" value={choice} onChange={choose} segments={segments} />
      </CardHeader>
      <TimeChart
        key={choice}
        label="Cost"
        buckets={trends}
        series={series}
        mark={choice === 'each' ? 'bars' : 'lines'}
        unit={MONEY}
      />
    </Card>
  );
}
