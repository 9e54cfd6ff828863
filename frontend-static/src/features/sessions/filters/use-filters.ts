import { useCallback, useMemo } from 'react';
import { useListParams } from '@/data-table/use-list-params';
import { FILTER_PARAMS, NO_FILTERS, parseFilters } from './filters';

/** The filters of the list, from the URL. */
export function useFilters() {
  const { query, change } = useListParams(...FILTER_PARAMS);
  const filters = useMemo(() => parseFilters(query), [query]);
  const clear = useCallback(() => change(NO_FILTERS), [change]);
  return { filters, change, clear };
}
