import { useEffect, useState } from 'react';

/** So many rows are drawn or changed in one frame: more would be felt on slow machines. */
const SLICE = 4;

type TimeSlicedRows<Row> = {
  /** What stands at a place: undefined before it is drawn, and for a moment the row of before. */
  readonly rowAt: (index: number) => Row | undefined;
  /** Whether some of the places in sight wait for their row. */
  readonly isBusy: boolean;
};

/** Rows come to the places that are in sight a few with each frame, be they others or just scrolled to. */
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
