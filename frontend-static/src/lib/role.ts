import type { Role } from '@/gql/graphql';

const NAMES: Record<Role, string> = {
  MEMBER: 'Member',
  MANAGER: 'Manager',
  ORG_ADMIN: 'Admin',
  SUPPORT: 'Support',
  SUPER_ADMIN: 'Super admin',
};

/** The name of a role. */
export const roleName = (role: Role): string => NAMES[role];
