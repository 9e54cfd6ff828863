import type { ApiError } from '@/lib/api-error';
import { useNarrow } from '@/lib/use-media';
import { ErrorState } from '@/ui/notice';
import { SortSelect } from './cards';
import type { Column } from './column';
import { Head } from './table-head';
import { SkeletonRows } from './table-row';
import { useHoverOrFocus } from './use-hover-or-focus';
import type { Sort } from './use-sort';
import { useStableRows } from './use-stable-rows';

type ShortTableProps<Row, Field extends string> = {
  label: string;
  columns: readonly Column<Row, Field>[];
  /** Undefined while loading. */
  rows: readonly Row[] | undefined;
  keyOf: (row: Row) => string;
  sort: Sort<Field>;
  onSort: (sort: Sort<Field>) => void;
  /** Identifies the query; another query has another key. */
  queryKey: string;
  isFetching: boolean;
  /** How many skeleton rows to show. */
  expected: number;
  isStale: boolean;
  error: ApiError | null;
  onRetry: () => void;
};

/**
 * The first rows of a list, sortable, without pages and peek. Rows stay in place while the pointer or focus is on them.
 * Narrow screens show the first two columns and the sorted one.
 */
export function ShortTable<Row, Field extends string>(props: ShortTableProps<Row, Field>) {
  const { label, keyOf, sort, onSort, queryKey, isFetching, expected, isStale, error, onRetry } = props;
  const { isActive, handlers } = useHoverOrFocus();
  const { rows } = useStableRows({ rows: props.rows, keyOf, queryKey, isStale, isFetching, isHolding: isActive });
  const narrow = useNarrow();
  const columns = narrow
    ? props.columns.filter((column, index) => index < 2 || column.sort === sort.field)
    : props.columns;
  if (error !== null && (rows === undefined || isStale)) return <ErrorState error={error} onRetry={onRetry} />;
  return (
    <div
      {...handlers}
      className="dim-while-stale max-xl:shade-where-more max-xl:overflow-x-auto"
      data-stale={isStale}
      aria-busy={rows === undefined || isStale}
    >
      {narrow && (
        <div className="px-4 pb-2">
          <SortSelect columns={props.columns} sort={sort} onSort={onSort} />
        </div>
      )}
      <table className="w-full table-fixed sm:min-w-[34rem] border-separate border-spacing-0" aria-label={label}>
        <colgroup>
          {columns.map((column) => (
            <col key={column.id} className={column.width} />
          ))}
        </colgroup>
        <Head columns={columns} sort={sort} onSort={onSort} />
        <tbody>
          {rows === undefined && <SkeletonRows columns={columns} rows={expected} />}
          {rows?.map((row) => (
            <tr key={keyOf(row)} className="group hover:bg-hover">
              {columns.map((column) => (
                <td
                  key={column.id}
                  className={`h-[37px] overflow-hidden border-line border-b px-2 text-sm first:pl-4 last:pr-4 group-last:border-0 ${
                    column.align === 'end' ? 'text-right' : 'text-left'
                  }`}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
