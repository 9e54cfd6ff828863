import { useEffect, useState } from 'react';

/** So many rows are changed in one frame: more would be felt on slow machines. */
const SLICE = 5;

export type Slices<Row> = {
  /** The row to show at a place: `nth` is its rank among those in sight. */
  readonly rowAt: (index: number, nth: number) => Row | undefined;
  /** Whether some of those in sight are still those of before. */
  readonly isBusy: boolean;
};

/** Other rows take the place of those before, a few of those in sight with each frame. */
export function useSlices<Row>(rows: readonly Row[], inSight: number): Slices<Row> {
  const [state, setState] = useState({ rows, before: rows, done: Number.POSITIVE_INFINITY });
  if (state.rows !== rows) setState({ rows, before: state.rows, done: SLICE });
  const { before, done } = state;
  const isBusy = done < inSight;
  useEffect(() => {
    if (!isBusy) return;
    const frame = requestAnimationFrame(() => setState((last) => ({ ...last, done: last.done + SLICE })));
    return () => cancelAnimationFrame(frame);
  });
  return { rowAt: (index, nth) => (nth < done ? rows[index] : (before[index] ?? rows[index])), isBusy };
}
