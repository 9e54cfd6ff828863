/** What is on screen of a list: the rows of one queryKey in the order in which they were first shown. */
export type HeldRows<Row> = {
  /** The queryKey that they answer. */
  readonly queryKey: string;
  readonly rows: readonly Row[];
  /** Whether the answer was new when it was taken; before that, the next one takes its place. */
  readonly isSettled: boolean;
};

type KeyOf<Row> = (row: Row) => string;

export type StableRows<Row> = {
  /** The rows to show: each where it stood, with its latest figures. */
  readonly rows: readonly Row[];
  /** How many came since. */
  readonly fresh: number;
  /** Whether the list is another one by now. */
  readonly isOutdated: boolean;
};

/** Rows that are held, beside those that the server answers by now. */
export function stableRows<Row>(held: readonly Row[], latest: readonly Row[], keyOf: KeyOf<Row>): StableRows<Row> {
  const now = new Map(latest.map((row) => [keyOf(row), row]));
  const before = new Set(held.map(keyOf));
  const isSame = held.length === latest.length && held.every((row, at) => keyOf(row) === keyOf(latest[at] ?? row));
  return {
    rows: isSame ? latest : held.map((row) => now.get(keyOf(row)) ?? row),
    fresh: latest.filter((row) => !before.has(keyOf(row))).length,
    isOutdated: !isSame,
  };
}

/** Whether what is held gives way to an answer. */
export function shouldReplace<Row>(held: HeldRows<Row> | null, queryKey: string, isHolding: boolean): boolean {
  if (held === null || held.queryKey !== queryKey || held.rows.length === 0) return true;
  return !held.isSettled || !isHolding;
}
