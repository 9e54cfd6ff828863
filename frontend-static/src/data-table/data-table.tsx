import { type ComponentProps, type ReactNode, useCallback, useDeferredValue, useMemo } from 'react';
import { useNarrow } from '@/lib/use-media';
import { cn } from '@/ui/class-names';
import { Cards, SkeletonCards, SortSelect } from './cards';
import type { Column } from './column';
import { columnsThatFit } from './columns-that-fit';
import { Head } from './table-head';
import { SkeletonRows } from './table-row';
import { useHasOverflow } from './use-has-overflow';
import { useRowShortcuts } from './use-row-shortcuts';
import type { Sort } from './use-sort';
import { useWidthBesidePeek } from './use-width-beside-peek';
import { Rows } from './virtual-rows';

export type DataTableProps<Row, Field extends string> = {
  /** The name of the table for screen readers. */
  label: string;
  columns: readonly Column<Row, Field>[];
  /** Undefined while loading. */
  rows: readonly Row[] | undefined;
  keyOf: (row: Row) => string;
  sort: Sort<Field>;
  onSort: (sort: Sort<Field>) => void;
  /** The id of the peeked row. */
  peeked: string | null;
  onPeek: (id: string | null) => void;
  /** Opens the page of a row. */
  onOpen: (id: string) => void;
  /** How many skeleton rows to show. */
  expected: number;
  /** Whether the rows answer an earlier query. */
  isStale: boolean;
};

/** A table that the server sorts and pages; cards on narrow screens. */
export function DataTable<Row, Field extends string>(props: DataTableProps<Row, Field>) {
  const { label, keyOf, sort, onSort, peeked, onPeek, onOpen, expected, isStale } = props;
  // Defer a hundred rows, so that the page stays responsive.
  const all = useDeferredValue(props.columns);
  const rows = useDeferredValue(props.rows);
  const narrow = useNarrow();
  const [box, room] = useWidthBesidePeek<HTMLDivElement>(peeked !== null && !narrow);
  // Beside a peek fewer columns fit, but the sorted one always stays.
  const columns = useMemo(() => (room === null ? all : columnsThatFit(all, sort.field, room)), [all, sort.field, room]);
  const ids = rows?.map(keyOf) ?? [];
  const peek = useCallback((id: string) => onPeek(id), [onPeek]);
  useRowShortcuts({ ids, peeked, onPeek, onOpen });
  const state = { className: 'dim-while-stale', 'data-stale': isStale, 'aria-busy': rows === undefined || isStale };
  if (narrow) {
    return (
      <div {...state}>
        <div className="px-4 pb-3">
          <SortSelect columns={columns} sort={sort} onSort={onSort} />
        </div>
        {rows === undefined ? (
          <SkeletonCards rows={5} />
        ) : (
          <Cards columns={columns} rows={rows} keyOf={keyOf} peeked={peeked} onPeek={peek} />
        )}
      </div>
    );
  }
  return (
    <div ref={box}>
      <Scroller {...state}>
        {(hasOverflow) => (
          <table
            className={cn('w-full table-fixed border-separate border-spacing-0', room === null && 'min-w-[60rem]')}
            {...(room === null ? {} : { style: { width: room } })}
            aria-label={label}
            aria-rowcount={rows === undefined ? -1 : rows.length + 1}
          >
            <colgroup>
              {columns.map((column) => (
                <col key={column.id} className={column.width} />
              ))}
            </colgroup>
            <Head columns={columns} sort={sort} onSort={onSort} isSticky={!hasOverflow} />
            {rows === undefined ? (
              <tbody>
                <SkeletonRows columns={columns} rows={expected} />
              </tbody>
            ) : (
              <Rows columns={columns} rows={rows} keyOf={keyOf} peeked={peeked} onPeek={peek} />
            )}
          </table>
        )}
      </Scroller>
    </div>
  );
}

type ScrollerProps = Omit<ComponentProps<'div'>, 'children'> & { children: (hasOverflow: boolean) => ReactNode };

/** Scrolls horizontally if the columns do not fit. */
function Scroller({ className, children, ...props }: ScrollerProps) {
  const [ref, hasOverflow] = useHasOverflow<HTMLDivElement>();
  return (
    <div ref={ref} className={cn(className, hasOverflow && 'shade-where-more relative overflow-x-auto')} {...props}>
      {children(hasOverflow)}
    </div>
  );
}
