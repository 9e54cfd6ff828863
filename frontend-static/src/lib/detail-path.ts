import { useLocation } from 'wouter';
import { type ParamChanges, useUrlParams } from './use-url-params';

/** Stands in the path for an id that cannot; the query has it then. */
const ID_IN_QUERY = '-';
const PARAMETER = 'id';

/** Browsers take such segments for steps through the path, however they are encoded. */
export const isDotSegment = (id: string): boolean => id === '.' || id === '..';

/** Path and query of the page of one thing, for `href(...pageOf('/users', id))`: whichever id it has. */
export const detailPath = (path: string, id: string): readonly [path: string, changes?: ParamChanges] =>
  isDotSegment(id) ? [`${path}/${ID_IN_QUERY}`, { [PARAMETER]: id }] : [`${path}/${encodeURIComponent(id)}`];

/** The id that a path ends with, as `encodeURIComponent` wrote it; what nobody encoded is taken as it stands. */
export function idFromPath(path: string): string {
  const segment = path.slice(path.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The id that an address of `pageOf` names. */
export function idFromUrl(path: string, query: URLSearchParams): string {
  const last = idFromPath(path);
  const fromQuery = query.get(PARAMETER);
  return last === ID_IN_QUERY && fromQuery !== null && isDotSegment(fromQuery) ? fromQuery : last;
}

/** The id of what the page is about. The router decodes half of an address, so it is read from the browser's. */
export function usePageId(): string {
  useLocation();
  const { query } = useUrlParams(PARAMETER);
  return idFromUrl(window.location.pathname, query);
}
