import { useMemo, useState } from 'react';
import { givesWay, type Held, type Steady, steady } from './steady';

type Options<Row> = {
  /** What was answered; undefined while nothing is. */
  rows: readonly Row[] | undefined;
  keyOf: (row: Row) => string;
  /** What is asked, as a text that is another one for another question. */
  question: string;
  /** Whether `rows` are those of the question before. */
  isStale: boolean;
  isFetching: boolean;
  /** Whether somebody looks, so that rows must not move. */
  isHolding: boolean;
};

type Shown<Row> = Omit<Steady<Row>, 'rows'> & {
  readonly rows: readonly Row[] | undefined;
  /** Takes the latest. */
  readonly show: () => void;
};

/** Rows that stay where they are while one looks, though the list goes on; until one asks for what is new. */
export function useSteady<Row>(options: Options<Row>): Shown<Row> {
  const { rows, keyOf, question, isStale, isFetching, isHolding } = options;
  const [held, setHeld] = useState<Held<Row> | null>(null);
  const isAnswered = rows !== undefined && !isStale;
  const looks = isHolding && document.visibilityState !== 'hidden';
  if (isAnswered && givesWay(held, question, looks) && (held?.rows !== rows || held.question !== question)) {
    setHeld({ question, rows, isSettled: !isFetching });
  } else if (isAnswered && held !== null && !held.isSettled && !isFetching) setHeld({ ...held, isSettled: true });
  const known = useMemo(
    () => (held === null || rows === undefined || isStale ? null : steady(held.rows, rows, keyOf)),
    [held, rows, isStale, keyOf],
  );
  return {
    rows: known?.rows ?? rows,
    fresh: known?.fresh ?? 0,
    isOutdated: known?.isOutdated ?? false,
    show: () => rows !== undefined && setHeld({ question, rows, isSettled: true }),
  };
}
