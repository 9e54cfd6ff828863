import type { ErrorCategory, HandoffMethod, HandoffRowFragment } from '@/gql/graphql';

const METHODS: Record<HandoffMethod, string> = {
  TELEPORT: 'teleported',
  OPEN_IN_CLI: 'opened in the CLI',
  DOWNLOAD: 'downloaded',
  COPY_PATCH: 'patch copied',
  OTHER: 'in another way',
};

const CATEGORIES: Record<ErrorCategory, string> = {
  TOOL: 'Tool error',
  MODEL: 'Model error',
  TIMEOUT: 'Timeout',
  OTHER: 'Other',
};

export const methodName = (method: HandoffMethod): string => METHODS[method];

/** Why a run failed; the producer's own error type where the category is OTHER. */
export function errorText(category: ErrorCategory | null, type: string | null): string | null {
  if (category === null) return null;
  return category === 'OTHER' && type !== null ? type : CATEGORIES[category];
}

/** The name of a user, or the id if the directory has no name. */
export const nameOf = (user: { id: string; name: string | null } | null): string | null =>
  user === null ? null : (user.name ?? user.id);

/** How an inferred handoff is known. */
export const INFERRED_HANDOFF = 'Inferred: a person typed a prompt after one without a person';

export function handoffTitle({ method, user }: HandoffRowFragment): string {
  const name = nameOf(user);
  return `Handoff, ${methodName(method)}${name === null ? '' : ` by ${name}`}`;
}
