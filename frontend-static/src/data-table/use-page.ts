import { useMemo } from 'react';
import { type ParamChanges, useUrlParams } from '@/lib/use-url-params';

export const PAGE_SIZES = [25, 50, 100] as const;
export type PageSize = (typeof PAGE_SIZES)[number];

/** Goes back to the first page: another order, filter or range has other pages. */
export const FIRST_PAGE: ParamChanges = { after: null, before: null, page: null };

/** The pagination arguments of a connection. */
export type PageArguments = { first?: number; after?: string; last?: number; before?: string };

export type PageState = {
  readonly size: PageSize;
  /** From 1; cursors do not contain it, so it is a URL parameter. */
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

/** The page of a list, from the URL. */
export function usePage(): PageState {
  const { query, set } = useUrlParams('size', 'page', 'after', 'before');
  return useMemo(() => {
    const wanted = Number(query.get('size'));
    const size = PAGE_SIZES.find((one) => one === wanted) ?? PAGE_SIZES[0];
    const number = wholeAbove(query.get('page'), 1);
    const [after, before] = [query.get('after'), query.get('before')];
    // Going back to the first page uses no cursor, so that rows which are new by now are included.
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
