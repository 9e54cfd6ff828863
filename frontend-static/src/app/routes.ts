import { type ComponentType, createElement, lazy, useState } from 'react';
import type { Permission } from '@/gql/graphql';

type Load = () => Promise<{ default: ComponentType }>;

export type PageRoute = {
  readonly path: string;
  readonly page: ComponentType;
  readonly load: Load;
  /** What the viewer must be allowed to do; null: everybody may see it. */
  readonly needs: Permission | null;
};

/**
 * A page that is loaded already is shown at once: whatever suspends is kept waiting for a good while, so that nothing
 * flickers.
 */
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

/** Every page within the shell, each a file of its own that is loaded when it is wanted. */
export const ROUTES: readonly PageRoute[] = [
  route('/', null, () => import('@/features/overview/page')),
  route('/sessions', null, () => import('@/features/sessions/page')),
  route('/sessions/:id', null, () => import('@/features/session/page')),
  route('/users', null, () => import('@/features/users/page')),
  route('/users/:id', null, () => import('@/features/user/page')),
  route('/global', 'VIEW_GLOBAL', () => import('@/features/global/page')),
  route('/settings', 'MANAGE_ORGANIZATION', () => import('@/features/settings/page')),
  route('/welcome', null, () => import('@/features/welcome/page')),
];

function matches(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  return wanted.length === given.length && wanted.every((part, at) => part.startsWith(':') || part === given[at]);
}

/** Loads the pages that everybody may see, as soon as there is nothing else to do. */
export function preloadOthers(): void {
  const load = () => {
    for (const { path, needs } of ROUTES) if (needs === null) preload(path);
  };
  // Safari has no such callback.
  if ('requestIdleCallback' in window) window.requestIdleCallback(load, { timeout: 5_000 });
  else setTimeout(load, 2_000);
}

/** Begins to load a page while it is still being asked who looks at it. */
export function preload(path: string): void {
  // Whoever shows the page asks again, and tells what went wrong.
  ROUTES.find((one) => matches(one.path, path))
    ?.load()
    .catch(() => {});
}
