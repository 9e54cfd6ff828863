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
  /** The name of the chart for screen readers. */
  label: string;
  buckets: readonly Bucket[];
  /** From the bottom of the stack to the top. */
  series: readonly Series[];
  mark: Mark;
  /** The buckets of the comparison period. */
  before?: readonly Bucket[];
  unit: Unit;
  /** The height of chart and legend together, as a class. */
  height?: string;
};

/** The default height. */
const HEIGHT = 'h-63';

/**
 * Figures over time, as bars or lines. It moves in step with the other charts of the page, sets the range by dragging,
 * and can be shown as a table.
 */
export function TimeChart({ label, buckets, series, mark, before, unit, height = HEIGHT }: TimeChartProps) {
  const [asTable, setAsTable] = useState(false);
  const [alone, setAlone] = useState<string | null>(null);
  const shown = useMemo(() => {
    const one = series.filter(({ id }) => id === alone);
    return one.length > 0 ? one : series;
  }, [series, alone]);
  return (
    <div className="min-w-0 px-4 pt-2 pb-3">
      <div className={cn('flex flex-col gap-1', height)}>
        <div className="flex min-h-6 items-start justify-between gap-2">
          <Legend series={series} mark={mark} isolated={alone} onChoose={(id) => setAlone(id === alone ? null : id)} />
          <TableToggle on={asTable} onChange={setAsTable} of={label} />
        </div>
        <div className="min-h-0 min-w-0 flex-1">
          {asTable ? (
            <ChartTable label={label} buckets={buckets} series={shown} mark={mark} unit={unit} />
          ) : (
            <Plot label={label} buckets={buckets} before={before} series={shown} mark={mark} unit={unit} />
          )}
        </div>
      </div>
    </div>
  );
}
