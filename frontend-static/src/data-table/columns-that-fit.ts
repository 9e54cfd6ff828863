import type { Column } from './column';

/** The width assumed for a column whose utility has no number. */
const USUAL_PX = 100;
const STEP_PX = 4;

/** The width that a utility such as `w-28` asks for, in pixels. */
function widthOf({ width }: { readonly width: string }): number {
  const steps = Number(width.replace(/^w-/, ''));
  return Number.isFinite(steps) ? steps * STEP_PX : USUAL_PX;
}

/** The columns that fit into a width, in their order: the first column and the sorted one take precedence. */
export function columnsThatFit<Row, Field extends string>(
  columns: readonly Column<Row, Field>[],
  sorted: Field,
  room: number,
): readonly Column<Row, Field>[] {
  const isNeeded = (column: Column<Row, Field>) => column === columns[0] || column.sort === sorted;
  let left = columns.filter(isNeeded).reduce((sum, column) => sum - widthOf(column), room);
  let isFull = false;
  return columns.filter((column) => {
    if (isNeeded(column)) return true;
    left -= widthOf(column);
    isFull ||= left < 0;
    return !isFull;
  });
}
