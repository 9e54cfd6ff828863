import { useLocation } from 'wouter';
import { type ParamChanges, useUrlParams } from './use-url-params';

/** Replaces an id that a path cannot hold; the id is a query parameter then. */
const ID_IN_QUERY = '-';
const PARAMETER = 'id';

/** Browsers resolve such path segments, however they are encoded. */
export const isDotSegment = (id: string): boolean => id === '.' || id === '..';

/** Path and query of a detail page, for `href(...detailPath('/users', id))`. Any id works. */
export const detailPath = (path: string, id: string): readonly [path: string, changes?: ParamChanges] =>
  isDotSegment(id) ? [`${path}/${ID_IN_QUERY}`, { [PARAMETER]: id }] : [`${path}/${encodeURIComponent(id)}`];

/** The decoded id at the end of a path; invalid encodings are taken literally. */
export function idFromPath(path: string): string {
  const segment = path.slice(path.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The id in a URL that `detailPath` made. */
export function idFromUrl(path: string, query: URLSearchParams): string {
  const last = idFromPath(path);
  const fromQuery = query.get(PARAMETER);
  return last === ID_IN_QUERY && fromQuery !== null && isDotSegment(fromQuery) ? fromQuery : last;
}

/** The id of the current detail page. The router decodes URLs only partly, so it is read from the browser's. */
export function usePageId(): string {
  useLocation();
  const { query } = useUrlParams(PARAMETER);
  return idFromUrl(window.location.pathname, query);
}
