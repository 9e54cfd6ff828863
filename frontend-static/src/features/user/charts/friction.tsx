import { useMemo } from 'react';
import { type Series, seriesColor } from '@/charts/series';
import { TimeChart } from '@/charts/time-chart';
import { MEAN, RATIO } from '@/charts/unit';
import { useUrlChoice } from '@/lib/use-url-choice';
import { Card, CardHeader } from '@/ui/card';
import { Segmented } from '@/ui/segmented';
import type { Point } from '../data';

const CHOICES = ['handoffs', 'runs'] as const;
type Choice = (typeof CHOICES)[number];

const SEGMENTS = [
  { value: 'handoffs', label: 'Handoffs' },
  { value: 'runs', label: 'Runs' },
] as const;

const NOTES = { handoffs: 'Share of the sessions', runs: 'Runs per session' };

/** How often the person had to take the wheel. */
export function Friction({ trends }: { trends: readonly Point[] }) {
  const [choice, choose] = useUrlChoice('friction', CHOICES);
  const series = useMemo(() => seriesOf(choice, trends), [choice, trends]);
  return (
    <Card data-panel="Friction">
      <CardHeader title="Friction" note={NOTES[choice]}>
        <Segmented label="Friction" value={choice} onChange={choose} segments={SEGMENTS} />
      </CardHeader>
      <TimeChart
        key={choice}
        label="Friction"
        buckets={trends}
        series={series}
        mark="lines"
        unit={choice === 'runs' ? MEAN : RATIO}
      />
    </Card>
  );
}

function seriesOf(choice: Choice, trends: readonly Point[]): Series[] {
  const values = (read: (figures: Point['metrics']) => number | null) => trends.map(({ metrics }) => read(metrics));
  if (choice === 'runs')
    return [
      { id: 'runs', name: 'Runs per session', color: seriesColor(0), values: values((one) => one.runsPerSession) },
    ];
  return [
    { id: 'handoff', name: 'Handoff rate', color: seriesColor(1), values: values((one) => one.handoffRate) },
    { id: 'post', name: 'Post-handoff rate', color: seriesColor(3), values: values((one) => one.postHandoffRate) },
  ];
}
