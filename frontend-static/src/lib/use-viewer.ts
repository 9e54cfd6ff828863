import { createContext, use } from 'react';
import type { Permission, ViewerQuery } from '@/gql/graphql';

export type Viewer = ViewerQuery['viewer'];

export const ViewerContext = createContext<Viewer | null>(null);

/** The signed-in user and the permissions. Only below the shell. */
export function useViewer(): Viewer {
  const viewer = use(ViewerContext);
  if (viewer === null) throw new Error('useViewer is for what is shown to people who signed in');
  return viewer;
}

/** Whether the viewer has the permission. */
export const hasPermission = (viewer: Viewer, permission: Permission): boolean =>
  viewer.permissions.includes(permission);
