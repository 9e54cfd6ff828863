import { apiUrl } from './config';
import { waitBackoff } from './live/backoff';
import { readStored, writeStored } from './stored';

/** Whether somebody signed in with this browser, shared by its tabs: otherwise there is nothing to refresh. */
const SIGNED_IN = 'signed-in';
/** Changes with every refresh, so that each tab sees those of the others. */
const LAST_REFRESH = 'renewed';
/** One tab refreshes at a time: a provider may accept each refresh token only once. */
const LOCK = 'tachograph.renew';
/** How long the cookies of another tab's refresh may take to arrive, in milliseconds. */
const COOKIE_RACE_MS = 400;
/** The timeout of a refresh, in milliseconds. */
const TIMEOUT_MS = 15_000;

/**
 * `signed-out`: the user must sign in again. `unavailable`: the answer is unknown, and retries go on until there is
 * one.
 */
export type RefreshOutcome = 'refreshed' | 'signed-out' | 'unavailable';

let hasSession = false;

export const markSignedIn = (): void => {
  hasSession = true;
  if (readStored(SIGNED_IN) === null) writeStored(SIGNED_IN, true);
};

/** Whether this tab had a session, so that it ended and was not missing from the start. */
export const hadSession = (): boolean => hasSession;

/** Posts one refresh. `not-supported`: the server does not refresh, which says nothing about the session. */
async function postRefresh(): Promise<RefreshOutcome | 'not-supported'> {
  try {
    // All tabs wait for this one, so a connection that hangs must not block them.
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

/** `before` is the last refresh when this was requested: if it changed, another tab has refreshed since. */
async function refreshOnce(before: string | null): Promise<RefreshOutcome> {
  const isDone = () => readStored(LAST_REFRESH) !== before;
  if (isDone()) return 'refreshed';
  if (readStored(SIGNED_IN) === null) return 'signed-out';
  hasSession = true;
  let answer = await postRefresh();
  if (answer === 'signed-out') {
    // After a lost race the cookies of the other tab are valid, so a second attempt sends those.
    await new Promise((resolve) => setTimeout(resolve, COOKIE_RACE_MS));
    answer = isDone() ? 'refreshed' : await postRefresh();
  }
  if (answer === 'refreshed' && !isDone()) writeStored(LAST_REFRESH, crypto.getRandomValues(new Uint32Array(1))[0]);
  if (answer === 'signed-out') writeStored(SIGNED_IN, null);
  return answer === 'not-supported' ? 'signed-out' : answer;
}

/** Runs one tab at a time where the browser supports locks. Others rely on the second attempt. */
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

/** Calls the listener when the sign-in becomes unavailable or available. Returns a function that removes it. */
export function onAuthOutage(listener: (isUnavailable: boolean) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Whether refreshes fail at the moment and are retried. */
export const isAuthUnavailable = (): boolean => isUnavailable;

function setUnavailable(next: boolean): void {
  if (next === isUnavailable) return;
  isUnavailable = next;
  for (const listener of listeners) listener(next);
}

let retryNow = new AbortController();

/** Retries until the server answers. */
async function retryUntilAnswered(): Promise<void> {
  for (let losses = 1; ; losses += 1) {
    retryNow = new AbortController();
    await waitBackoff(losses, retryNow.signal);
    if ((await attemptRefresh()) !== 'unavailable') return setUnavailable(false);
  }
}

/** Ends the pause between two retries. */
export const retryRefreshNow = (): void => retryNow.abort();

/** The last refresh of any tab; null if there was none. */
export const lastRefresh = (): string | null => readStored(LAST_REFRESH);

/**
 * Refreshes the session; requests that fail together share one refresh. `before` is the last refresh when the request
 * was sent: if another one happened since, there is nothing to do.
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

/** Signs out, here and in the browser's cookies. */
export async function signOut(): Promise<void> {
  await fetch(await apiUrl('auth/logout'), { method: 'POST', credentials: 'include' });
  hasSession = false;
  writeStored(SIGNED_IN, null);
}
