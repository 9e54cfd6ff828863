import { useCallback } from 'react';
import { useUrlParams } from '@/lib/use-url-params';

/** The peeked row, from the URL. Opening a peek adds to the history, switching rows does not. */
export function usePeek() {
  const { query, set } = useUrlParams('peek');
  const setPeeked = useCallback(
    (id: string | null) => {
      // Read when called: rows get this function, and must not render again for every peek.
      const isOpen = new URLSearchParams(window.location.search).has('peek');
      set({ peek: id }, { replace: isOpen && id !== null });
    },
    [set],
  );
  return { peeked: query.get('peek'), setPeeked };
}
