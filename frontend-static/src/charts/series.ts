/** The figures of one color, one for each bucket; null where nothing is known. */
export type Series = {
  readonly id: string;
  readonly name: string;
  /** A color of tokens.css. */
  readonly color: string;
  readonly values: readonly (number | null)[];
  /** The same before, bucket by bucket; drawn dashed. */
  readonly previous?: readonly (number | null)[];
};

export type Mark = 'bars' | 'lines';

/** The colors that can be told apart. */
export const seriesColor = (index: number): string => `var(--series-${(index % 5) + 1})`;

/** The color of what has none of its own. */
export const OTHERS_COLOR = 'var(--series-6)';

/** Where the segments of each series begin and end in a stack, the first series at the bottom. */
export function stacked(series: readonly Series[]): readonly (readonly [number, number])[][] {
  const tops: number[] = [];
  return series.map(({ values }) =>
    values.map((value, index) => {
      const from = tops[index] ?? 0;
      const to = from + (value ?? 0);
      tops[index] = to;
      return [from, to] as const;
    }),
  );
}

/** The sum over the series of one bucket; null where none knows anything. */
export function totalAt(series: readonly Series[], index: number): number | null {
  const known = series.map(({ values }) => values[index] ?? null).filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}
