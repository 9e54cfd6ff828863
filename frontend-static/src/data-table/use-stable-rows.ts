import { useMemo, useState } from 'react';
import { type HeldRows, type StableRows, shouldReplace, stableRows } from './stable-rows';

type Options<Row> = {
  /** What was answered; undefined while nothing is. */
  rows: readonly Row[] | undefined;
  keyOf: (row: Row) => string;
  /** What is asked, as a text that is another one for another queryKey. */
  queryKey: string;
  /** Whether `rows` are those of the queryKey before. */
  isStale: boolean;
  isFetching: boolean;
  /** Whether somebody isVisible, so that rows must not move. */
  isHolding: boolean;
};

type Shown<Row> = Omit<StableRows<Row>, 'rows'> & {
  readonly rows: readonly Row[] | undefined;
  /** Takes the latest. */
  readonly show: () => void;
};

/** Rows that stay where they are while one looks, though the list goes on; until one asks for what is new. */
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
