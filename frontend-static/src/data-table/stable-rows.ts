/** The rows on screen: of one query, in the order in which they were first shown. */
export type HeldRows<Row> = {
  /** The query that the rows belong to. */
  readonly queryKey: string;
  readonly rows: readonly Row[];
  /** Whether the rows were current when taken; until then, the next result replaces them. */
  readonly isSettled: boolean;
};

type KeyOf<Row> = (row: Row) => string;

export type StableRows<Row> = {
  /** The rows to show: in their old places, with their latest values. */
  readonly rows: readonly Row[];
  /** How many rows are new. */
  readonly fresh: number;
  /** Whether the latest list differs. */
  readonly isOutdated: boolean;
};

/** Compares the rows on screen with the latest ones. */
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

/** Whether a new result may replace the rows on screen. */
export function shouldReplace<Row>(held: HeldRows<Row> | null, queryKey: string, isHolding: boolean): boolean {
  if (held === null || held.queryKey !== queryKey || held.rows.length === 0) return true;
  return !held.isSettled || !isHolding;
}
