import type { Role } from '@/gql/graphql';

const NAMES: Record<Role, string> = {
  MEMBER: 'Member',
  MANAGER: 'Manager',
  ORG_ADMIN: 'Admin',
  SUPPORT: 'Support',
  SUPER_ADMIN: 'Super admin',
};

/** A role as people read it. */
export const roleName = (role: Role): string => NAMES[role];
