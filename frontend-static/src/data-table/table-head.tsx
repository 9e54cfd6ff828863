import { ArrowDown, ArrowUp } from 'lucide-react';
import { memo } from 'react';
import { cn } from '@/ui/class-names';
import { InfoName } from '@/ui/info';
import { Tooltip } from '@/ui/tooltip';
import type { Column, Direction } from './column';
import type { Sort } from './use-sort';

type HeadProps<Row, Field extends string> = {
  columns: readonly Column<Row, Field>[];
  sort: Sort<Field>;
  onSort: (sort: Sort<Field>) => void;
  /** Whether the header sticks to the top while scrolling. */
  isSticky?: boolean;
};

const other = (direction: Direction): Direction => (direction === 'ASC' ? 'DESC' : 'ASC');

function TableHead<Row, Field extends string>({ columns, sort, onSort, isSticky = false }: HeadProps<Row, Field>) {
  return (
    <thead>
      <tr>
        {columns.map((column) => {
          const sorted = column.sort === sort.field ? sort.direction : null;
          return (
            <th
              key={column.id}
              scope="col"
              {...(sorted === null ? {} : { 'aria-sort': sorted === 'ASC' ? 'ascending' : 'descending' })}
              className={cn(
                'h-9 border-line border-b bg-card px-2 font-medium text-muted text-xs first:pl-4 last:pr-4',
                isSticky && 'xl:sticky xl:top-14 xl:z-10',
                column.align === 'end' ? 'text-right' : 'text-left',
              )}
            >
              {column.sort === undefined ? (
                <HeaderLabel name={column.name} help={column.help} />
              ) : (
                <Tooltip label={column.help ?? null}>
                  <SortButton
                    name={column.name}
                    atEnd={column.align === 'end'}
                    sorted={sorted}
                    onClick={() => onSort(next(column.sort as Field, column.firstDirection, sorted))}
                  />
                </Tooltip>
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

/** The column headers; sortable ones are buttons. Memoized: they do not depend on the rows. */
export const Head = memo(TableHead) as typeof TableHead;

function next<Field extends string>(field: Field, first: Direction = 'DESC', sorted: Direction | null): Sort<Field> {
  return { field, direction: sorted === null ? first : other(sorted) };
}

/** The name of a column that cannot be sorted; with a help text it can be focused. */
const HeaderLabel = ({ name, help }: { name: string; help: string | undefined }) =>
  help === undefined ? name : <InfoName about={name}>{help}</InfoName>;

type ButtonProps = { name: string; atEnd: boolean; sorted: Direction | null; onClick: () => void };

function SortButton({ name, atEnd, sorted, ...props }: ButtonProps) {
  const Arrow = sorted === 'ASC' ? ArrowUp : ArrowDown;
  return (
    <button
      type="button"
      className={cn(
        'group -mx-1 inline-flex items-center gap-1 whitespace-nowrap rounded px-1 py-0.5 hover:text-ink',
        sorted !== null && 'text-ink',
        // The name aligns with the digits, and the arrow comes before it.
        atEnd && 'flex-row-reverse',
      )}
      {...props}
    >
      {name}
      <Arrow aria-hidden className={cn('size-3', sorted === null && 'opacity-0 group-hover:opacity-60')} />
    </button>
  );
}
