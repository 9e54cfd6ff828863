import { apiUrl } from './config';
import { waitBackoff } from './live/backoff';
import { readStored, writeStored } from './stored';

/** Whether somebody signed in with this browser: only then is there anything to renew. All pages of it share this. */
const SIGNED_IN = 'signed-in';
/** Changes with every renewal, so that each page sees those of the others. */
const LAST_REFRESH = 'renewed';
/** Of the pages of one browser, one renews at a time: a provider may take each refresh token once. */
const LOCK = 'tachograph.renew';
/** How long whoever won a race may need until its cookies are there, in milliseconds. */
const COOKIE_RACE_MS = 400;
/** How long a renewal may take, in milliseconds. */
const TIMEOUT_MS = 15_000;

/** `signed-out`: one must sign in again. `unavailable`: nobody can tell now, and it is tried again until somebody can. */
export type RefreshOutcome = 'refreshed' | 'signed-out' | 'unavailable';

let hasSession = false;

export const markSignedIn = (): void => {
  hasSession = true;
  if (readStored(SIGNED_IN) === null) writeStored(SIGNED_IN, true);
};

/** Whether this page was somebody's: then its sign-in did not lack, but end. */
export const hadSession = (): boolean => hasSession;

/** Like a renewal; `not-supported`: this server renews nothing, which says nothing about the sign-in. */
async function postRefresh(): Promise<RefreshOutcome | 'not-supported'> {
  try {
    // All pages of the browser wait for this one: a connection that swallows everything must not hold them up.
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const url = await apiUrl('auth/refresh');
    const { ok, status } = await fetch(url, { method: 'POST', credentials: 'include', signal });
    if (ok) return 'refreshed';
    if (status === 401) return 'signed-out';
    return status >= 500 || status === 429 ? 'unavailable' : 'not-supported';
  } catch {
    return 'unavailable';
  }
}

/** `before` is what stood there when this was asked for: whatever stands there else, another page renewed meanwhile. */
async function refreshOnce(before: string | null): Promise<RefreshOutcome> {
  const isDone = () => readStored(LAST_REFRESH) !== before;
  if (isDone()) return 'refreshed';
  if (readStored(SIGNED_IN) === null) return 'signed-out';
  hasSession = true;
  let answer = await postRefresh();
  if (answer === 'signed-out') {
    // A race that was lost looks the same, and the winner's cookies are good: asked once more, they are what is sent.
    await new Promise((resolve) => setTimeout(resolve, COOKIE_RACE_MS));
    answer = isDone() ? 'refreshed' : await postRefresh();
  }
  if (answer === 'refreshed' && !isDone()) writeStored(LAST_REFRESH, crypto.getRandomValues(new Uint32Array(1))[0]);
  if (answer === 'signed-out') writeStored(SIGNED_IN, null);
  return answer === 'not-supported' ? 'signed-out' : answer;
}

/** One page of the browser after the other, where it can tell them so. Others have the second attempt alone. */
function withLock(act: () => Promise<RefreshOutcome>): Promise<RefreshOutcome> {
  const { locks } = globalThis.navigator ?? {};
  return locks === undefined ? act() : locks.request(LOCK, act);
}

function attemptRefresh(): Promise<RefreshOutcome> {
  const before = readStored(LAST_REFRESH);
  return withLock(() => refreshOnce(before)).catch((): RefreshOutcome => 'unavailable');
}

let pending: Promise<RefreshOutcome> | undefined;
let isUnavailable = false;
const listeners = new Set<(isUnavailable: boolean) => void>();

/** Hears when nobody can tell whether the sign-in is good, and when somebody can again. Answers how to stop it. */
export function onAuthOutage(listener: (isUnavailable: boolean) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Whether it is tried again and again at the moment. */
export const isAuthUnavailable = (): boolean => isUnavailable;

function setUnavailable(next: boolean): void {
  if (next === isUnavailable) return;
  isUnavailable = next;
  for (const listener of listeners) listener(next);
}

let retryNow = new AbortController();

/** Tries again until somebody can tell. */
async function retryUntilAnswered(): Promise<void> {
  for (let losses = 1; ; losses += 1) {
    retryNow = new AbortController();
    await waitBackoff(losses, retryNow.signal);
    if ((await attemptRefresh()) !== 'unavailable') return setUnavailable(false);
  }
}

/** Ends the pause between two attempts. */
export const retryRefreshNow = (): void => retryNow.abort();

/** Which renewal was the last one, of this page or another; null where there was none. */
export const lastRefresh = (): string | null => readStored(LAST_REFRESH);

/**
 * Renews the sign-in; questions that fail together renew it once. `before`: the last renewal when the question was
 * asked. A refusal may come late: where the sign-in was renewed since, that is all there is to do.
 */
export function refreshSession(before = lastRefresh()): Promise<RefreshOutcome> {
  if (lastRefresh() !== before) return Promise.resolve('refreshed');
  if (isUnavailable) return Promise.resolve('unavailable');
  pending ??= attemptRefresh()
    .then((answer) => {
      if (answer === 'unavailable') {
        setUnavailable(true);
        void retryUntilAnswered();
      }
      return answer;
    })
    .finally(() => {
      pending = undefined;
    });
  return pending;
}

/** Forgets who is signed in, here and in the browser's cookies. */
export async function signOut(): Promise<void> {
  await fetch(await apiUrl('auth/logout'), { method: 'POST', credentials: 'include' });
  hasSession = false;
  writeStored(SIGNED_IN, null);
}
