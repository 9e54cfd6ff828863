import { type ComponentType, lazy } from 'react';
import type { Permission } from '@/gql/graphql';

export type PageRoute = {
  readonly path: string;
  readonly page: ComponentType;
  /** What the viewer must be allowed to do; null: everybody may see it. */
  readonly needs: Permission | null;
};

/** Every page within the shell, each a file of its own that is loaded when it is wanted. */
export const ROUTES: readonly PageRoute[] = [
  { path: '/', page: lazy(() => import('@/features/overview/page')), needs: null },
  { path: '/sessions', page: lazy(() => import('@/features/sessions/page')), needs: null },
  { path: '/sessions/:id', page: lazy(() => import('@/features/session/page')), needs: null },
  { path: '/users', page: lazy(() => import('@/features/users/page')), needs: null },
  { path: '/users/:id', page: lazy(() => import('@/features/user/page')), needs: null },
  { path: '/global', page: lazy(() => import('@/features/global/page')), needs: 'VIEW_GLOBAL' },
  { path: '/settings', page: lazy(() => import('@/features/settings/page')), needs: 'MANAGE_ORGANIZATION' },
];
