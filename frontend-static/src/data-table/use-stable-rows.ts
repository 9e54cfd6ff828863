import { useMemo, useState } from 'react';
import { type HeldRows, type StableRows, shouldReplace, stableRows } from './stable-rows';

type Options<Row> = {
  /** The latest rows; undefined while loading. */
  rows: readonly Row[] | undefined;
  keyOf: (row: Row) => string;
  /** Identifies the query; another query has another key. */
  queryKey: string;
  /** Whether `rows` belong to the previous query. */
  isStale: boolean;
  isFetching: boolean;
  /** Whether rows must stay in place. */
  isHolding: boolean;
};

type Shown<Row> = Omit<StableRows<Row>, 'rows'> & {
  readonly rows: readonly Row[] | undefined;
  /** Shows the latest rows. */
  readonly show: () => void;
};

/** Keeps rows in place while the list changes, until `show` is called. */
export function useStableRows<Row>(options: Options<Row>): Shown<Row> {
  const { rows, keyOf, queryKey, isStale, isFetching, isHolding } = options;
  const [held, setHeld] = useState<HeldRows<Row> | null>(null);
  const isAnswered = rows !== undefined && !isStale;
  const isVisible = isHolding && document.visibilityState !== 'hidden';
  if (isAnswered && shouldReplace(held, queryKey, isVisible) && (held?.rows !== rows || held.queryKey !== queryKey)) {
    setHeld({ queryKey, rows, isSettled: !isFetching });
  } else if (isAnswered && held !== null && !held.isSettled && !isFetching) setHeld({ ...held, isSettled: true });
  const known = useMemo(
    () => (held === null || rows === undefined || isStale ? null : stableRows(held.rows, rows, keyOf)),
    [held, rows, isStale, keyOf],
  );
  return {
    rows: known?.rows ?? rows,
    fresh: known?.fresh ?? 0,
    isOutdated: known?.isOutdated ?? false,
    show: () => rows !== undefined && setHeld({ queryKey, rows, isSettled: true }),
  };
}
