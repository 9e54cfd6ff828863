import { apiUrl } from './config';
import { keep, recall } from './stored';

/** Whether somebody signed in with this browser: only then is there anything to renew. */
const SIGNED_IN = 'signed-in';

export const noteSignedIn = (): void => {
  if (recall(SIGNED_IN) === null) keep(SIGNED_IN, true);
};

async function ask(): Promise<boolean> {
  if (recall(SIGNED_IN) === null) return false;
  const response = await fetch(await apiUrl('auth/refresh'), { method: 'POST', credentials: 'include' });
  if (response.status === 401) keep(SIGNED_IN, null);
  return response.ok;
}

let pending: Promise<boolean> | undefined;

/** Renews the sign-in; questions that fail together renew it once. Answers whether it worked. */
export function renew(): Promise<boolean> {
  pending ??= ask()
    .catch(() => false)
    .finally(() => {
      pending = undefined;
    });
  return pending;
}

/** Forgets who is signed in, here and in the browser's cookies. */
export async function signOut(): Promise<void> {
  await fetch(await apiUrl('auth/logout'), { method: 'POST', credentials: 'include' });
  keep(SIGNED_IN, null);
}
