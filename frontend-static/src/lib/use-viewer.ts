import { createContext, use } from 'react';
import type { Permission, ViewerQuery } from '@/gql/graphql';

export type Viewer = ViewerQuery['viewer'];

export const ViewerContext = createContext<Viewer | null>(null);

/** Who is signed in, and what that person may do. For everything below the shell. */
export function useViewer(): Viewer {
  const viewer = use(ViewerContext);
  if (viewer === null) throw new Error('useViewer is for what is shown to people who signed in');
  return viewer;
}

/** Whether the role allows it. */
export const hasPermission = (viewer: Viewer, permission: Permission): boolean =>
  viewer.permissions.includes(permission);
