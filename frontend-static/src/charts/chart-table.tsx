import { type Bucket, bucketName } from './bucket';
import type { Mark, Series } from './series';
import { totalAt } from './series';
import type { Unit } from './unit';

type TableProps = {
  label: string;
  buckets: readonly Bucket[];
  series: readonly Series[];
  mark: Mark;
  unit: Unit;
};

const cell = 'h-7 whitespace-nowrap pl-4 text-right';

/** The values of a chart as a table, the latest first. */
export function ChartTable({ label, buckets, series, mark, unit }: TableProps) {
  const columns = series.flatMap(({ id, name, values, previous }) => [
    { id, name, values },
    ...(previous === undefined ? [] : [{ id: `${id}-before`, name: `${name}, period before`, values: previous }]),
  ]);
  const hasTotal = mark === 'bars' && series.length > 1;
  const rows = buckets.map((bucket, index) => ({ bucket, index })).reverse();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard
    <section tabIndex={0} aria-label={`${label}, table`} className="h-full overflow-auto -outline-offset-2">
      <table className="w-full text-xs">
        <caption className="sr-only">{label}</caption>
        <thead className="sticky top-0 bg-card text-muted">
          <tr>
            <th scope="col" className="h-7 text-left font-medium">
              Days (UTC)
            </th>
            {columns.map(({ id, name }) => (
              <th key={id} scope="col" title={name} className={`${cell} max-w-48 truncate font-medium`}>
                {name}
              </th>
            ))}
            {hasTotal && (
              <th scope="col" className={`${cell} font-medium`}>
                Total
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ bucket, index }) => (
            <tr key={bucket.start} className="border-line border-t">
              <th scope="row" className="whitespace-nowrap text-left font-normal">
                {bucketName(bucket)}
              </th>
              {columns.map(({ id, values }) => (
                <td key={id} className={cell}>
                  {unit.format(values[index] ?? null)}
                </td>
              ))}
              {hasTotal && <td className={`${cell} font-medium`}>{unit.format(totalAt(series, index))}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
