import { useMemo } from 'react';
import { useStored } from '@/lib/stored';
import type { Column } from './column';

/** The arrangement that a user made: the order of the columns, and which are hidden. */
type Arrangement = { readonly order: readonly string[]; readonly hidden: readonly string[] };

const texts = (value: unknown): string[] | null =>
  Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : null;

function read(kept: unknown): Arrangement | null {
  if (typeof kept !== 'object' || kept === null) return null;
  const [order, hidden] = [texts(Reflect.get(kept, 'order')), texts(Reflect.get(kept, 'hidden'))];
  return order === null || hidden === null ? null : { order, hidden };
}

/** Sorts columns by the stored order; columns that are newer than it keep their default place. */
export function arranged<One extends { id: string }>(columns: readonly One[], order: readonly string[]): One[] {
  const place = (column: One) => {
    const at = order.indexOf(column.id);
    return at < 0 ? columns.indexOf(column) : at;
  };
  return columns.toSorted(
    (left, right) => place(left) - place(right) || columns.indexOf(left) - columns.indexOf(right),
  );
}

export type Columns<Row, Field extends string> = {
  readonly all: readonly Column<Row, Field>[];
  readonly shown: readonly Column<Row, Field>[];
  readonly isShown: (id: string) => boolean;
  readonly toggle: (id: string) => void;
  /** Moves a column by this many places. */
  readonly move: (id: string, by: number) => void;
  /** Null if nothing was arranged. */
  readonly reset: (() => void) | null;
};

/** The columns as the user arranged them, stored under the table's name. The first one is always shown. */
export function useColumns<Row, Field extends string>(
  name: string,
  columns: readonly Column<Row, Field>[],
): Columns<Row, Field> {
  const [kept, setKept] = useStored(`columns.${name}`, read);
  // A new object for each render, so compare its text.
  const text = JSON.stringify(kept);
  return useMemo(() => {
    const kept = read(JSON.parse(text));
    const hidden = new Set(kept?.hidden ?? columns.filter((one) => one.optional === true).map((one) => one.id));
    const all = arranged(columns, kept?.order ?? []);
    const order = all.map((one) => one.id);
    const save = (change: Partial<Arrangement>) => setKept({ order, hidden: [...hidden], ...change });
    return {
      all,
      shown: all.filter((one) => !hidden.has(one.id)),
      isShown: (id) => !hidden.has(id),
      toggle: (id) => save({ hidden: hidden.has(id) ? [...hidden].filter((one) => one !== id) : [...hidden, id] }),
      move: (id, by) => {
        const rest = order.filter((one) => one !== id);
        const at = Math.min(Math.max(order.indexOf(id) + by, 1), rest.length);
        save({ order: rest.toSpliced(at, 0, id) });
      },
      reset: kept === null ? null : () => setKept(null),
    };
  }, [text, columns, setKept]);
}
