import { useCallback } from 'react';
import { type ParamChanges, useUrlParams } from '@/lib/use-url-params';
import { FIRST_PAGE } from './use-page';

/** The URL parameters that filter a list. A change goes back to the first page and closes the peek. */
export function useListParams(...names: readonly [string, ...string[]]) {
  const { query, set } = useUrlParams(...names);
  const change = useCallback(
    (changes: ParamChanges, options?: { replace: boolean }) => set({ ...changes, ...FIRST_PAGE, peek: null }, options),
    [set],
  );
  return { query, change };
}
