import { useEffect, useState } from 'react';

/** How many rows are rendered in one frame: more would be noticeable on slow machines. */
const SLICE = 4;

type TimeSlicedRows<Row> = {
  /** The row at an index: undefined before it is rendered, and for a moment the previous one. */
  readonly rowAt: (index: number) => Row | undefined;
  /** Whether rows in view are still pending. */
  readonly isBusy: boolean;
};

/** Renders a few of the rows in view with each frame, after a new result as well as while scrolling. */
export function useTimeSlicedRows<Row>(rows: readonly Row[], inSight: readonly number[]): TimeSlicedRows<Row> {
  const [drawn, setDrawn] = useState<ReadonlyMap<number, Row | undefined>>(() => slice(rows, inSight));
  const due = inSight.filter((index) => drawn.get(index) !== rows[index]);
  const isBusy = due.length > 0;
  useEffect(() => {
    if (!isBusy) return;
    const frame = requestAnimationFrame(() => {
      const kept = inSight.flatMap((index) => (drawn.has(index) ? [[index, drawn.get(index)] as const] : []));
      setDrawn(new Map([...kept, ...slice(rows, due)]));
    });
    return () => cancelAnimationFrame(frame);
  });
  return { rowAt: (index) => drawn.get(index), isBusy };
}

const slice = <Row>(rows: readonly Row[], places: readonly number[]): ReadonlyMap<number, Row | undefined> =>
  new Map(places.slice(0, SLICE).map((index) => [index, rows[index]]));
