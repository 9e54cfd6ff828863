import { useCallback, useMemo } from 'react';
import type { Day } from './day';
import {
  type BucketWidth,
  bucketWidthOf,
  DEFAULT_RANGE,
  type Period,
  parseRange,
  periodOf,
  previousPeriod,
  type Range,
  serializeRange,
} from './range';
import { useToday } from './use-today';
import { useUrlParams } from './use-url-params';

export type ChosenRange = {
  /** The range as chosen; relative ones stay relative. */
  readonly range: Range;
  /** The days of the range: the variable of queries. */
  readonly period: Period;
  /** The same number of days just before. */
  readonly previous: Period;
  readonly bucket: BucketWidth;
  readonly today: Day;
  /** The invalid range of the URL; null if it is valid. */
  readonly invalidText: string | null;
  /** Changes the range, and goes back to the first page of lists. */
  readonly setRange: (range: Range) => void;
};

/** The time range of the page, from the URL. */
export function useRange(): ChosenRange {
  const { query, set } = useUrlParams('range');
  const today = useToday();
  const text = query.get('range');
  const setRange = useCallback(
    (next: Range) => set({ range: serializeRange(next), after: null, before: null, page: null }),
    [set],
  );
  return useMemo(() => {
    const named = parseRange(text);
    const range = named ?? DEFAULT_RANGE;
    const invalidText = named === null ? text : null;
    const period = periodOf(range, today);
    return {
      range,
      period,
      previous: previousPeriod(period),
      bucket: bucketWidthOf(period),
      today,
      invalidText,
      setRange,
    };
  }, [text, today, setRange]);
}
