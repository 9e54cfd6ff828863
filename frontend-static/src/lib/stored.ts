import { useCallback, useSyncExternalStore } from 'react';

const PREFIX = 'tachograph.';
const listeners = new Set<() => void>();

/** What was kept under this name; null where nothing was, or the browser keeps nothing. */
export function readStored(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

/** Keeps a value under this name, or forgets it. A browser that keeps nothing loses it with the page. */
export function writeStored(name: string, value: unknown): void {
  try {
    if (value === null) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Storage is full or forbidden; preferences are no reason to fail.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

function parse(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

/** A preference that outlives the page. `read` turns what was kept into a value, whatever it may be. */
export function useStored<T>(name: string, read: (kept: unknown) => T): [T, (value: T | null) => void] {
  const text = useSyncExternalStore(subscribe, () => readStored(name));
  const set = useCallback((value: T | null) => writeStored(name, value), [name]);
  return [read(parse(text)), set];
}
