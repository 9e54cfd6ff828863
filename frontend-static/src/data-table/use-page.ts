import { useMemo } from 'react';
import { type ParamChanges, useUrlParams } from '@/lib/use-url-params';

export const PAGE_SIZES = [25, 50, 100] as const;
export type PageSize = (typeof PAGE_SIZES)[number];

/** What begins a list anew: another order, filter or range has other pages. */
export const FIRST_PAGE: ParamChanges = { after: null, before: null, page: null };

/** The arguments of a connection. */
export type PageArguments = { first?: number; after?: string; last?: number; before?: string };

export type PageState = {
  readonly size: PageSize;
  /** From 1; cursors do not tell it, so the address does. */
  readonly number: number;
  readonly arguments: PageArguments;
  readonly setSize: (size: PageSize) => void;
  readonly next: (cursor: string) => void;
  readonly previous: (cursor: string) => void;
  readonly restart: () => void;
};

const wholeAbove = (text: string | null, least: number): number => {
  const number = Number(text);
  return Number.isSafeInteger(number) && number >= least ? number : least;
};

/** Which page of a list, from the address. */
export function usePage(): PageState {
  const { query, set } = useUrlParams('size', 'page', 'after', 'before');
  return useMemo(() => {
    const wanted = Number(query.get('size'));
    const size = PAGE_SIZES.find((one) => one === wanted) ?? PAGE_SIZES[0];
    const number = wholeAbove(query.get('page'), 1);
    const [after, before] = [query.get('after'), query.get('before')];
    // The first page is asked for from the start: rows that came in meanwhile belong to it.
    const back = before !== null && number > 1;
    return {
      size,
      number,
      arguments: back ? { last: size, before } : { first: size, ...(after === null ? {} : { after }) },
      setSize: (next) => set({ ...FIRST_PAGE, size: next === PAGE_SIZES[0] ? null : String(next) }),
      next: (cursor) => set({ after: cursor, before: null, page: String(number + 1) }),
      previous: (cursor) => set(number <= 2 ? FIRST_PAGE : { after: null, before: cursor, page: String(number - 1) }),
      restart: () => set(FIRST_PAGE),
    };
  }, [query, set]);
}
