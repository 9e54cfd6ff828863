import { useCallback, useMemo } from 'react';
import { useLocation } from 'wouter';
import { useLocationProperty } from 'wouter/use-browser-location';

/** Changes of URL parameters; null removes one. */
export type ParamChanges = Readonly<Record<string, string | null>>;

/** The parameters that links keep. */
const KEPT_PARAMS = ['org', 'range'];

/** The query string with changes, including the `?`. */
export function withChanges(search: string, changes: ParamChanges): string {
  const query = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') query.delete(name);
    else query.set(name, value);
  }
  // Keep `~` readable in ranges.
  const text = query.toString().replaceAll('%7E', '~');
  return text === '' ? '' : `?${text}`;
}

/** The URL of another page: it keeps organization and range, and drops everything else. */
export function hrefKeeping(search: string, path: string, changes: ParamChanges = {}): string {
  const here = new URLSearchParams(search);
  const kept = Object.fromEntries(KEPT_PARAMS.map((name) => [name, here.get(name)]));
  return path + withChanges('', { ...kept, ...changes });
}

type Here = { readonly search: string; readonly query: URLSearchParams; readonly kept: string };
let here: Here = { search: '', query: new URLSearchParams(), kept: '' };

/** The parsed query string, cached: a table has hundreds of links. */
function read(): Here {
  const { search } = window.location;
  if (search !== here.search) here = { search, query: new URLSearchParams(search), kept: hrefKeeping(search, '') };
  return here;
}

/** Picks these parameters. */
export const pickParams = (query: URLSearchParams, names: readonly string[]): string =>
  names.flatMap((name) => query.getAll(name).map((value) => `${name}=${encodeURIComponent(value)}`)).join('&');

/**
 * The URL parameters of these names, which are the state of a page. A component renders again only when one of them
 * changes. `set` composes with other changes. Use `replace` while typing; a choice adds to the history.
 */
export function useUrlParams(...names: readonly [string, ...string[]]) {
  const search = useLocationProperty(() => pickParams(read().query, names));
  const [, navigate] = useLocation();
  const query = useMemo(() => new URLSearchParams(search), [search]);
  const set = useCallback(
    (changes: ParamChanges, { replace = false } = {}) => {
      const next = withChanges(window.location.search, changes);
      // The router decodes paths only partly, so the browser's path is used. `~` makes it absolute.
      if (next !== withChanges(window.location.search, {}))
        navigate(`~${window.location.pathname}${next}`, { replace });
    },
    [navigate],
  );
  return { query, set };
}

/** The kept parameters alone, so that links do not render again for other changes. */
const kept = (): string => read().kept;

/** Makes hrefs of other pages: `href('/sessions', { user: 'u1' })`. */
export function useHref(): (path: string, changes?: ParamChanges) => string {
  const search = useLocationProperty(kept);
  return useCallback(
    (path, changes) => (changes === undefined ? path + search : hrefKeeping(search, path, changes)),
    [search],
  );
}

/** Navigates to another page, and keeps organization and range. */
export function useNavigateKeeping(): (path: string, changes?: ParamChanges) => void {
  const [, navigate] = useLocation();
  return useCallback((path, changes) => navigate(hrefKeeping(window.location.search, path, changes)), [navigate]);
}
