import { useCallback, useSyncExternalStore } from 'react';

const PREFIX = 'tachograph.';
const listeners = new Set<() => void>();

/** The stored text; null if there is none, or storage is unavailable. */
export function readStored(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

/** Stores a value, or removes it if null. Without storage it is lost with the page. */
export function writeStored(name: string, value: unknown): void {
  try {
    if (value === null) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Storage is full or forbidden; a preference is not worth an error.
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

/** A preference in the browser's storage. `read` validates whatever was stored. */
export function useStored<T>(name: string, read: (kept: unknown) => T): [T, (value: T | null) => void] {
  const text = useSyncExternalStore(subscribe, () => readStored(name));
  const set = useCallback((value: T | null) => writeStored(name, value), [name]);
  return [read(parse(text)), set];
}
