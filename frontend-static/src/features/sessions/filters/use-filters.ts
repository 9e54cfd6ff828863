import { useCallback, useMemo } from 'react';
import { NO_PAGE } from '@/data-table/use-page';
import { type Changes, useAddress } from '@/lib/use-address';
import { NO_FILTERS, PARAMETERS, parseFilters } from './filters';

/** What the list is narrowed to, from the address. Another filter begins the list anew. */
export function useFilters() {
  const { query, set } = useAddress(...PARAMETERS);
  const filters = useMemo(() => parseFilters(query), [query]);
  const change = useCallback(
    (changes: Changes, options?: { replace: boolean }) => set({ ...changes, ...NO_PAGE, peek: null }, options),
    [set],
  );
  const clear = useCallback(() => change(NO_FILTERS), [change]);
  return { filters, change, clear };
}
