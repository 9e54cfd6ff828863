import { useCallback } from 'react';
import { useAddress } from '@/lib/use-address';

/** Which row is peeked at, from the address. Opening adds to the history, going on to the next row does not. */
export function usePeek() {
  const { query, set } = useAddress();
  const peeked = query.get('peek');
  const setPeeked = useCallback(
    (id: string | null) => set({ peek: id }, { replace: peeked !== null && id !== null }),
    [set, peeked],
  );
  return { peeked, setPeeked };
}
