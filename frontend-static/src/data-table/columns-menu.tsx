import { ArrowDown, ArrowUp, Columns3 } from 'lucide-react';
import { memo } from 'react';
import { Button } from '@/ui/button';
import { Popover } from '@/ui/popover';
import type { Columns } from './use-columns';

type MenuProps<Row, Field extends string> = { columns: Columns<Row, Field> };

function ArrangeMenu<Row, Field extends string>({ columns }: MenuProps<Row, Field>) {
  const trigger = (
    <Button>
      <Columns3 aria-hidden />
      Columns
    </Button>
  );
  return (
    <Popover trigger={trigger} label="Columns">
      <ul className="w-60">
        {columns.all.map((column, at) => (
          <li key={column.id} className="flex h-8 items-center gap-1 rounded hover:bg-hover">
            <label className="flex min-w-0 flex-1 items-center gap-2 px-2 text-sm">
              <input
                type="checkbox"
                className="accent-accent"
                checked={columns.isShown(column.id)}
                disabled={at === 0}
                onChange={() => columns.toggle(column.id)}
              />
              <span className="truncate">{column.name}</span>
            </label>
            <Move name={column.name} direction="up" disabled={at <= 1} onMove={() => columns.move(column.id, -1)} />
            <Move
              name={column.name}
              direction="down"
              disabled={at === 0 || at === columns.all.length - 1}
              onMove={() => columns.move(column.id, 1)}
            />
          </li>
        ))}
      </ul>
      <Button
        size="sm"
        variant="plain"
        className="mt-2 w-full"
        disabled={columns.reset === null}
        onClick={() => columns.reset?.()}
      >
        As they were
      </Button>
    </Popover>
  );
}

/** Shows, hides and moves columns. Memoized: it does not depend on the rows. */
export const ColumnsMenu = memo(ArrangeMenu) as typeof ArrangeMenu;

type MoveProps = { name: string; direction: 'up' | 'down'; disabled: boolean; onMove: () => void };

function Move({ name, direction, disabled, onMove }: MoveProps) {
  const Arrow = direction === 'up' ? ArrowUp : ArrowDown;
  return (
    <Button variant="plain" size="iconSm" aria-label={`Move ${name} ${direction}`} disabled={disabled} onClick={onMove}>
      <Arrow aria-hidden />
    </Button>
  );
}
