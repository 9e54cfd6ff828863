import { useEffect, useState } from 'react';

/** The value once it has not changed for a moment, so that typing does not send a request per letter. */
export function useDebouncedValue<T>(value: T, afterMs = 200): T {
  const [debounced, setDebounced] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setDebounced(value), afterMs);
    return () => clearTimeout(timer);
  }, [value, afterMs]);
  return debounced;
}
