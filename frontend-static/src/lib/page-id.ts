import { useLocation } from 'wouter';

/** The id that a path ends with, as `encodeURIComponent` wrote it; what nobody encoded is taken as it stands. */
export function lastId(path: string): string {
  const segment = path.slice(path.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The id of what the page is about. The router decodes half of an address, so it is read from the browser's. */
export function usePageId(): string {
  useLocation();
  return lastId(window.location.pathname);
}
