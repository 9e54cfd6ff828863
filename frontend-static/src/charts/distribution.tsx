import { useMemo, useState } from 'react';
import { count } from '@/lib/format';
import { binLabel, histogramBins, median } from './histogram-bins';
import { BinBars } from './marks/bin-bars';
import { TableToggle } from './table-toggle';
import type { Unit } from './unit';

type DistributionProps = {
  /** What is measured, such as "Run duration". */
  label: string;
  /** What is counted, such as "runs". */
  noun: string;
  values: readonly number[];
  unit: Unit;
};

/** The distribution of values: a histogram with the median, which can be shown as a table. */
export function Distribution({ label, noun, values, unit }: DistributionProps) {
  const [asTable, setAsTable] = useState(false);
  const { bins, step } = useMemo(() => histogramBins(values, unit), [values, unit]);
  const middle = useMemo(() => median(values), [values]);
  return (
    <div className="min-w-0 px-4 pt-2 pb-3">
      <div className="flex h-6 items-center justify-between gap-2 text-muted text-xs">
        <span>
          {count(values.length)} {noun}, median <b className="font-medium text-ink">{unit.format(middle)}</b>
        </span>
        <TableToggle on={asTable} onChange={setAsTable} of={label} />
      </div>
      <div className="h-40">
        {asTable ? (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard
          <section tabIndex={0} aria-label={`${label}, table`} className="h-full overflow-auto -outline-offset-2">
            <table className="w-full text-xs">
              <caption className="sr-only">{label}</caption>
              <thead className="text-muted">
                <tr>
                  <th scope="col" className="h-7 text-left font-medium">
                    From – to
                  </th>
                  <th scope="col" className="text-right font-medium capitalize">
                    {noun}
                  </th>
                </tr>
              </thead>
              <tbody>
                {bins.map((bin) => (
                  <tr key={bin.from} className="border-line border-t">
                    <th scope="row" className="h-7 text-left font-normal">
                      {binLabel(bin, step, unit)}
                    </th>
                    <td className="text-right">{count(bin.count)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        ) : (
          <BinBars label={label} noun={noun} bins={bins} step={step} median={middle} unit={unit} />
        )}
      </div>
    </div>
  );
}
