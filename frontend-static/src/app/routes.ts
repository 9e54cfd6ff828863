import { type ComponentType, createElement, lazy, useState } from 'react';
import type { Permission } from '@/gql/graphql';

type Load = () => Promise<{ default: ComponentType }>;

export type PageRoute = {
  readonly path: string;
  readonly page: ComponentType;
  readonly load: Load;
  /** The permission that the page requires; null for everybody. */
  readonly needs: Permission | null;
};

/** Renders a page without suspending once it is loaded: React throttles how often it reveals suspended content. */
function route(path: string, needs: Permission | null, fetchPage: Load): PageRoute {
  let loaded: ComponentType | null = null;
  const load: Load = async () => {
    const module = await fetchPage();
    loaded = module.default;
    return module;
  };
  const Lazy = lazy(load);
  function Page() {
    const [Shown] = useState<ComponentType>(() => loaded ?? Lazy);
    return createElement(Shown);
  }
  return { path, needs, load, page: Page };
}

/** Every page within the shell; each is its own chunk. */
export const ROUTES: readonly PageRoute[] = [
  route('/', null, () => import('@/features/overview/page')),
  route('/sessions', null, () => import('@/features/sessions/page')),
  route('/sessions/:id', null, () => import('@/features/session/page')),
  route('/users', null, () => import('@/features/users/page')),
  route('/users/:id', null, () => import('@/features/user/page')),
  route('/global', 'VIEW_GLOBAL', () => import('@/features/global/page')),
  route('/settings', null, () => import('@/features/settings/page')),
  route('/welcome', null, () => import('@/features/welcome/page')),
];

function matches(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  return wanted.length === given.length && wanted.every((part, at) => part.startsWith(':') || part === given[at]);
}

/** Preloads the pages that everybody may open, once the browser is idle. */
export function preloadOthers(): void {
  const load = () => {
    for (const { path, needs } of ROUTES) if (needs === null) preload(path);
  };
  // Safari does not have requestIdleCallback.
  if ('requestIdleCallback' in window) window.requestIdleCallback(load, { timeout: 5_000 });
  else setTimeout(load, 2_000);
}

/** Starts to load a page while the viewer is still being fetched. */
export function preload(path: string): void {
  // Whatever renders the page loads it again and reports the error.
  ROUTES.find((one) => matches(one.path, path))
    ?.load()
    .catch(() => {});
}
