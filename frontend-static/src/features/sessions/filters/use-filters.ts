import { useCallback, useMemo } from 'react';
import { FIRST_PAGE } from '@/data-table/use-page';
import { type ParamChanges, useUrlParams } from '@/lib/use-url-params';
import { FILTER_PARAMS, NO_FILTERS, parseFilters } from './filters';

/** What the list is narrowed to, from the address. Another filter begins the list anew. */
export function useFilters() {
  const { query, set } = useUrlParams(...FILTER_PARAMS);
  const filters = useMemo(() => parseFilters(query), [query]);
  const change = useCallback(
    (changes: ParamChanges, options?: { replace: boolean }) => set({ ...changes, ...FIRST_PAGE, peek: null }, options),
    [set],
  );
  const clear = useCallback(() => change(NO_FILTERS), [change]);
  return { filters, change, clear };
}
