import { useMemo, useState } from 'react';
import { cn } from '@/ui/class-names';
import type { Bucket } from './bucket';
import { ChartTable } from './chart-table';
import { Legend } from './legend';
import { Plot } from './plot';
import type { Mark, Series } from './series';
import { TableToggle } from './table-toggle';
import type { Unit } from './unit';

export type TimeChartProps = {
  /** What it shows, for those who cannot see it. */
  label: string;
  buckets: readonly Bucket[];
  /** From the bottom of the stack to its top. */
  series: readonly Series[];
  mark: Mark;
  /** The buckets of what the series were before. */
  before?: readonly Bucket[];
  unit: Unit;
  /** Height of the plot with its axes, as a class; the chart is 28 px higher. */
  height?: string;
};

/** The height of a plot where nothing else is said. */
const HEIGHT = 'h-56';

/**
 * Figures over time, as bars or lines. Stands in step with the other charts of the page, sets the range when one drags
 * over it, and can be read as a table.
 */
export function TimeChart({ label, buckets, series, mark, before, unit, height = HEIGHT }: TimeChartProps) {
  const [asTable, setAsTable] = useState(false);
  const [alone, setAlone] = useState<string | null>(null);
  const shown = useMemo(() => {
    const one = series.filter(({ id }) => id === alone);
    return one.length > 0 ? one : series;
  }, [series, alone]);
  return (
    <div className="flex min-w-0 flex-col gap-1 px-4 pt-2 pb-3">
      <div className="flex h-6 items-center justify-between gap-2">
        <Legend series={series} mark={mark} alone={alone} onChoose={(id) => setAlone(id === alone ? null : id)} />
        <TableToggle on={asTable} onChange={setAsTable} of={label} />
      </div>
      <div className={cn('min-w-0', height)}>
        {asTable ? (
          <ChartTable label={label} buckets={buckets} series={shown} mark={mark} unit={unit} />
        ) : (
          <Plot label={label} buckets={buckets} before={before} series={shown} mark={mark} unit={unit} />
        )}
      </div>
    </div>
  );
}
