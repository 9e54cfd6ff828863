import { useCallback, useMemo } from 'react';
import { useLocation } from 'wouter';
import { useLocationProperty } from 'wouter/use-browser-location';

/** What changes in the query of the address; null takes a parameter away. */
export type ParamChanges = Readonly<Record<string, string | null>>;

/** Parameters that go along from page to page. */
const KEPT_PARAMS = ['org', 'range'];

/** The query of the address with changes, ready to stand behind a path. */
export function withChanges(search: string, changes: ParamChanges): string {
  const query = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') query.delete(name);
    else query.set(name, value);
  }
  // A range may stand in an address as people write it.
  const text = query.toString().replaceAll('%7E', '~');
  return text === '' ? '' : `?${text}`;
}

/** The address of another page: organization and range go along, everything else is the page's own. */
export function hrefKeeping(search: string, path: string, changes: ParamChanges = {}): string {
  const here = new URLSearchParams(search);
  const kept = Object.fromEntries(KEPT_PARAMS.map((name) => [name, here.get(name)]));
  return path + withChanges('', { ...kept, ...changes });
}

type Here = { readonly search: string; readonly query: URLSearchParams; readonly kept: string };
let here: Here = { search: '', query: new URLSearchParams(), kept: '' };

/** The query of the address, read once for everybody who asks: a table has hundreds of links. */
function read(): Here {
  const { search } = window.location;
  if (search !== here.search) here = { search, query: new URLSearchParams(search), kept: hrefKeeping(search, '') };
  return here;
}

/** These parameters alone. */
export const pickParams = (query: URLSearchParams, names: readonly string[]): string =>
  names.flatMap((name) => query.getAll(name).map((value) => `${name}=${encodeURIComponent(value)}`)).join('&');

/**
 * The parameters of these names in the query of the address, which is the state of a page; whoever names what it reads
 * is not drawn anew for anything else. `set` composes: two changes in a row both hold. Typing replaces the entry of the
 * history, a choice adds one.
 */
export function useUrlParams(...names: readonly [string, ...string[]]) {
  const search = useLocationProperty(() => pickParams(read().query, names));
  const [, navigate] = useLocation();
  const query = useMemo(() => new URLSearchParams(search), [search]);
  const set = useCallback(
    (changes: ParamChanges, { replace = false } = {}) => {
      const next = withChanges(window.location.search, changes);
      // The router decodes half of a path; the browser has it as it was written. `~` keeps it from adding the base.
      if (next !== withChanges(window.location.search, {}))
        navigate(`~${window.location.pathname}${next}`, { replace });
    },
    [navigate],
  );
  return { query, set };
}

/** Only what goes along: links need not be drawn anew for whatever else changes in the address. */
const kept = (): string => read().kept;

/** Makes addresses of other pages for links: `href('/sessions', { user: 'u1' })`. */
export function useHref(): (path: string, changes?: ParamChanges) => string {
  const search = useLocationProperty(kept);
  return useCallback(
    (path, changes) => (changes === undefined ? path + search : hrefKeeping(search, path, changes)),
    [search],
  );
}

/** Goes to another page of the dashboard. */
export function useNavigateKeeping(): (path: string, changes?: ParamChanges) => void {
  const [, navigate] = useLocation();
  return useCallback((path, changes) => navigate(hrefKeeping(window.location.search, path, changes)), [navigate]);
}
