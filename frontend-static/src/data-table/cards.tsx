import { cn } from '@/ui/class-names';
import { Select } from '@/ui/input';
import { Skeleton } from '@/ui/skeleton';
import type { Column } from './column';
import { peekOnClick } from './table-row';
import { parseSort, type Sort, serializeSort } from './use-sort';

type CardsProps<Row, Field extends string> = {
  columns: readonly Column<Row, Field>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  peeked: string | null;
  onPeek: (id: string) => void;
};

/** The rows of a table on a narrow screen, as cards; the first column is the title. */
export function Cards<Row, Field extends string>({ columns, rows, keyOf, peeked, onPeek }: CardsProps<Row, Field>) {
  const [title, ...rest] = columns;
  return (
    <ul>
      {rows.map((row) => {
        const id = keyOf(row);
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: Enter is one of the keys of the table as a whole
          <li
            key={id}
            data-row={id}
            tabIndex={-1}
            aria-current={id === peeked || undefined}
            onClick={(event) => peekOnClick(event, () => onPeek(id))}
            className="scroll-mt-24 border-line border-t px-4 py-3 -outline-offset-2 aria-[current]:bg-selected"
          >
            <div className="mb-2 font-medium text-sm">{title?.cell(row)}</div>
            <dl className="grid grid-cols-2 gap-x-5 gap-y-1 text-sm">
              {rest.map((column) => (
                <div
                  key={column.id}
                  className={cn(
                    'flex min-w-0 items-baseline justify-between gap-2',
                    column.wide === true && 'col-span-2',
                  )}
                >
                  <dt className="shrink-0 text-muted text-xs">{column.name}</dt>
                  <dd className="min-w-0 truncate">{column.cell(row)}</dd>
                </div>
              ))}
            </dl>
          </li>
        );
      })}
    </ul>
  );
}

export const SkeletonCards = ({ rows }: { rows: number }) =>
  Array.from({ length: rows }, (_, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
    <div key={at} className="h-40 border-line border-t px-4 py-3">
      <Skeleton className="h-full w-full" />
    </div>
  ));

type SortProps<Row, Field extends string> = {
  columns: readonly Column<Row, Field>[];
  sort: Sort<Field>;
  onSort: (sort: Sort<Field>) => void;
};

/** Replaces sorting by column headers. */
export function SortSelect<Row, Field extends string>({ columns, sort, onSort }: SortProps<Row, Field>) {
  const fields = columns.flatMap(({ sort: field, name }) => (field === undefined ? [] : [{ field, name }]));
  return (
    <Select
      aria-label="Order"
      value={serializeSort(sort)}
      onChange={(event) => {
        const chosen = parseSort(
          event.target.value,
          fields.map(({ field }) => field),
        );
        if (chosen !== null) onSort(chosen);
      }}
    >
      {fields.flatMap(({ field, name }) => [
        <option key={`${field} DESC`} value={serializeSort({ field, direction: 'DESC' })}>
          {name}, descending
        </option>,
        <option key={`${field} ASC`} value={serializeSort({ field, direction: 'ASC' })}>
          {name}, ascending
        </option>,
      ])}
    </Select>
  );
}
