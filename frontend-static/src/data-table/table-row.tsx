import { memo, type ReactNode } from 'react';
import { cn } from '@/ui/class-names';
import { Skeleton } from '@/ui/skeleton';
import type { Column } from './column';

type RowProps<Row> = {
  id: string;
  /** The index on the page, from 0. */
  index: number;
  row: Row;
  columns: readonly Column<Row, string>[];
  isPeeked: boolean;
  onPeek: (id: string) => void;
};

/** Opens the peek on a click outside links and buttons, unless text is selected. */
export function peekOnClick(event: React.MouseEvent, peek: () => void): void {
  if ((event.target as Element).closest('a, button') !== null) return;
  if (window.getSelection()?.isCollapsed === false) return;
  peek();
}

function TableRow<Row>({ id, index, row, columns, isPeeked, onPeek }: RowProps<Row>) {
  return (
    <tr
      data-row={id}
      aria-rowindex={index + 2}
      tabIndex={-1}
      aria-current={isPeeked || undefined}
      onClick={(event) => peekOnClick(event, () => onPeek(id))}
      className="isolate scroll-mt-24 -outline-offset-2 hover:bg-hover focus-visible:bg-hover aria-[current]:bg-selected"
    >
      {columns.map((column) => (
        <Cell key={column.id} column={column}>
          {column.cell(row)}
        </Cell>
      ))}
    </tr>
  );
}

type CellProps = { column: { align?: 'start' | 'end' }; children: ReactNode };

const Cell = ({ column, children }: CellProps) => (
  <td
    className={cn(
      'h-[37px] border-line border-b px-2 text-sm first:pl-4 last:pr-4',
      column.align === 'end' ? 'text-right' : 'text-left',
    )}
  >
    {children}
  </td>
);

// A page has up to a hundred rows, and a peek changes two of them.
export const MemoRow = memo(TableRow) as typeof TableRow;

/** Skeleton rows in the size of real ones. */
export function SkeletonRows({
  columns,
  rows,
}: {
  columns: readonly { id: string; align?: 'start' | 'end' }[];
  rows: number;
}) {
  return Array.from({ length: rows }, (_, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
    <tr key={at}>
      {columns.map((column) => (
        <Cell key={column.id} column={column}>
          <Skeleton className={cn('h-3 w-3/5', column.align === 'end' && 'ml-auto')} />
        </Cell>
      ))}
    </tr>
  ));
}
