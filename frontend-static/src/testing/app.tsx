import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { App } from '@/app/app';
import { type Permission, type Role, ViewerDocument } from '@/gql/graphql';
import { FakeServer } from './server';

export const ORGANIZATION = { id: 'acme', name: 'Acme Robotics' };

const PERMISSIONS: Record<Role, Permission[]> = {
  MEMBER: [],
  MANAGER: ['VIEW_ALL_SESSIONS', 'VIEW_USERS', 'EXPORT'],
  ORG_ADMIN: ['VIEW_ALL_SESSIONS', 'VIEW_USERS', 'EXPORT', 'MANAGE_ORGANIZATION'],
  SUPPORT: ['VIEW_ALL_SESSIONS', 'VIEW_USERS', 'SWITCH_ORGANIZATION', 'VIEW_GLOBAL'],
  SUPER_ADMIN: [
    'VIEW_ALL_SESSIONS',
    'VIEW_USERS',
    'EXPORT',
    'MANAGE_ORGANIZATION',
    'SWITCH_ORGANIZATION',
    'VIEW_GLOBAL',
  ],
};

/** A server that knows who is signed in, and nothing else yet. */
export function serverFor(role: Role): FakeServer {
  const isStaff = role === 'SUPPORT' || role === 'SUPER_ADMIN';
  const viewer = { id: 'carol', name: 'Carol Diaz', email: null, role, permissions: PERMISSIONS[role] };
  return new FakeServer().answer(ViewerDocument, {
    viewer: { ...viewer, organization: isStaff ? null : ORGANIZATION },
  });
}

/** Renders the whole dashboard at a path, as `main.tsx` does. */
export function renderApp(path: string) {
  window.history.replaceState(null, '', path);
  render(<App />);
  return userEvent.setup();
}
