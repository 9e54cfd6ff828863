import { Globe, LayoutDashboard, type LucideIcon, MessagesSquare, Rocket, Settings, Users } from 'lucide-react';
import type { Permission } from '@/gql/graphql';
import { hasPermission, type Viewer } from '@/lib/use-viewer';

export type Destination = {
  readonly path: string;
  readonly name: string;
  readonly icon: LucideIcon;
  /** After `g`. */
  readonly key: string;
  readonly needs: Permission | null;
};

const DESTINATIONS: readonly Destination[] = [
  { path: '/', name: 'Overview', icon: LayoutDashboard, key: 'o', needs: null },
  { path: '/sessions', name: 'Sessions', icon: MessagesSquare, key: 's', needs: null },
  { path: '/users', name: 'Users', icon: Users, key: 'u', needs: null },
  { path: '/global', name: 'Global', icon: Globe, key: 'g', needs: 'VIEW_GLOBAL' },
  { path: '/settings', name: 'Settings', icon: Settings, key: ',', needs: null },
];

/** Pages that no menu lists; empty states link to them. */
const UNLISTED: readonly Destination[] = [
  { path: '/welcome', name: 'Getting started', icon: Rocket, key: '', needs: null },
];

/** The pages that the viewer's role may open. */
export const destinations = (viewer: Viewer): readonly Destination[] =>
  DESTINATIONS.filter(({ needs }) => needs === null || hasPermission(viewer, needs));

/** The destination that a page belongs to. */
export const destinationOf = (path: string): Destination | undefined =>
  [...DESTINATIONS, ...UNLISTED].find(
    (one) => one.path === path || (one.path !== '/' && path.startsWith(`${one.path}/`)),
  );

/** Pages without a time range. */
const WITHOUT_RANGE = ['/settings', '/welcome'];

/** Whether a page shows the time range; the page of a session has days of its own. */
export const hasRange = (path: string): boolean =>
  !path.startsWith('/sessions/') && destinationOf(path) !== undefined && !WITHOUT_RANGE.includes(path);
