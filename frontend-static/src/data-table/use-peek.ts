import { useCallback } from 'react';
import { useUrlParams } from '@/lib/use-url-params';

/** Which row is peeked at, from the address. Opening adds to the history, going on to the next row does not. */
export function usePeek() {
  const { query, set } = useUrlParams('peek');
  const setPeeked = useCallback(
    (id: string | null) => {
      // Asked for at the time of the call: rows get this function, and must not be drawn anew for every look.
      const isOpen = new URLSearchParams(window.location.search).has('peek');
      set({ peek: id }, { replace: isOpen && id !== null });
    },
    [set],
  );
  return { peeked: query.get('peek'), setPeeked };
}
