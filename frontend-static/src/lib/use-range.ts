import { useCallback, useMemo } from 'react';
import type { Day } from './day';
import {
  type BucketWidth,
  bucketOf,
  DEFAULT_RANGE,
  type Period,
  parseRange,
  periodOf,
  previousPeriod,
  type Range,
  writeRange,
} from './range';
import { useAddress } from './use-address';
import { useToday } from './use-today';

export type ChosenRange = {
  /** As it was chosen; relative ones stay relative. */
  readonly range: Range;
  /** The days that it means today: the variable of a question. */
  readonly period: Period;
  /** As many days just before. */
  readonly previous: Period;
  readonly bucket: BucketWidth;
  readonly today: Day;
  /** What the address says where it names no range. */
  readonly mistaken: string | null;
  /** Changes the range. Pages of lists begin anew with it. */
  readonly setRange: (range: Range) => void;
};

/** The time range of the page, from its address. */
export function useRange(): ChosenRange {
  const { query, set } = useAddress('range');
  const today = useToday();
  const text = query.get('range');
  const setRange = useCallback(
    (next: Range) => set({ range: writeRange(next), after: null, before: null, page: null }),
    [set],
  );
  return useMemo(() => {
    const named = parseRange(text);
    const range = named ?? DEFAULT_RANGE;
    const mistaken = named === null ? text : null;
    const period = periodOf(range, today);
    return { range, period, previous: previousPeriod(period), bucket: bucketOf(period), today, mistaken, setRange };
  }, [text, today, setRange]);
}
