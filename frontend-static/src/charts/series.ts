/** The values of one color, one for each bucket; null where unknown. */
export type Series = {
  readonly id: string;
  readonly name: string;
  /** A color of tokens.css. */
  readonly color: string;
  readonly values: readonly (number | null)[];
  /** The values of the comparison period, bucket by bucket; drawn dashed. */
  readonly previous?: readonly (number | null)[];
};

export type Mark = 'bars' | 'lines';

/** A color that can be told apart from the other ones. */
export const seriesColor = (index: number): string => `var(--series-${(index % 5) + 1})`;

/** The color of everything without a color of its own. */
export const OTHERS_COLOR = 'var(--series-6)';

/** The start and end of each segment in a stack, the first series at the bottom. */
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

/** The sum of all series in one bucket; null if none has a value. */
export function totalAt(series: readonly Series[], index: number): number | null {
  const known = series.map(({ values }) => values[index] ?? null).filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}
