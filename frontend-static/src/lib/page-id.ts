import { useLocation } from 'wouter';
import { type Changes, useAddress } from './use-address';

/** Stands in the path for an id that cannot; the query has it then. */
const ELSEWHERE = '-';
const PARAMETER = 'id';

/** Browsers take such segments for steps through the path, however they are encoded. */
export const isStep = (id: string): boolean => id === '.' || id === '..';

/** Path and query of the page of one thing, for `href(...pageOf('/users', id))`: whichever id it has. */
export const pageOf = (path: string, id: string): readonly [path: string, changes?: Changes] =>
  isStep(id) ? [`${path}/${ELSEWHERE}`, { [PARAMETER]: id }] : [`${path}/${encodeURIComponent(id)}`];

/** The id that a path ends with, as `encodeURIComponent` wrote it; what nobody encoded is taken as it stands. */
export function lastId(path: string): string {
  const segment = path.slice(path.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The id that an address of `pageOf` names. */
export function idOf(path: string, query: URLSearchParams): string {
  const last = lastId(path);
  const told = query.get(PARAMETER);
  return last === ELSEWHERE && told !== null && isStep(told) ? told : last;
}

/** The id of what the page is about. The router decodes half of an address, so it is read from the browser's. */
export function usePageId(): string {
  useLocation();
  const { query } = useAddress(PARAMETER);
  return idOf(window.location.pathname, query);
}
