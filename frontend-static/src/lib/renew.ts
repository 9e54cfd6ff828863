import { apiUrl } from './config';
import { pause } from './live/pause';
import { readStored, writeStored } from './stored';

/** Whether somebody signed in with this browser: only then is there anything to renew. All pages of it share this. */
const SIGNED_IN = 'signed-in';
/** Changes with every renewal, so that each page sees those of the others. */
const RENEWED = 'renewed';
/** Of the pages of one browser, one renews at a time: a provider may take each refresh token once. */
const LOCK = 'tachograph.renew';
/** How long whoever won a race may need until its cookies are there, in milliseconds. */
const RACE_MS = 400;
/** How long a renewal may take, in milliseconds. */
const PATIENCE_MS = 15_000;

/** `over`: one must sign in again. `away`: nobody can tell now, and it is tried again until somebody can. */
export type Renewal = 'renewed' | 'over' | 'away';

let wasSignedIn = false;

export const noteSignedIn = (): void => {
  wasSignedIn = true;
  if (readStored(SIGNED_IN) === null) writeStored(SIGNED_IN, true);
};

/** Whether this page was somebody's: then its sign-in did not lack, but end. */
export const hadSignIn = (): boolean => wasSignedIn;

/** Like a renewal; `no`: this server renews nothing, which says nothing about the sign-in. */
async function refresh(): Promise<Renewal | 'no'> {
  try {
    // All pages of the browser wait for this one: a connection that swallows everything must not hold them up.
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const url = await apiUrl('auth/refresh');
    const { ok, status } = await fetch(url, { method: 'POST', credentials: 'include', signal });
    if (ok) return 'renewed';
    if (status === 401) return 'over';
    return status >= 500 || status === 429 ? 'away' : 'no';
  } catch {
    return 'away';
  }
}

/** `before` is what stood there when this was asked for: whatever stands there else, another page renewed meanwhile. */
async function ask(before: string | null): Promise<Renewal> {
  const isDone = () => readStored(RENEWED) !== before;
  if (isDone()) return 'renewed';
  if (readStored(SIGNED_IN) === null) return 'over';
  wasSignedIn = true;
  let answer = await refresh();
  if (answer === 'over') {
    // A race that was lost looks the same, and the winner's cookies are good: asked once more, they are what is sent.
    await new Promise((resolve) => setTimeout(resolve, RACE_MS));
    answer = isDone() ? 'renewed' : await refresh();
  }
  if (answer === 'renewed' && !isDone()) writeStored(RENEWED, crypto.getRandomValues(new Uint32Array(1))[0]);
  if (answer === 'over') writeStored(SIGNED_IN, null);
  return answer === 'no' ? 'over' : answer;
}

/** One page of the browser after the other, where it can tell them so. Others have the second attempt alone. */
function inTurn(act: () => Promise<Renewal>): Promise<Renewal> {
  const { locks } = globalThis.navigator ?? {};
  return locks === undefined ? act() : locks.request(LOCK, act);
}

function attempt(): Promise<Renewal> {
  const before = readStored(RENEWED);
  return inTurn(() => ask(before)).catch((): Renewal => 'away');
}

let pending: Promise<Renewal> | undefined;
let isAway = false;
const listeners = new Set<(isAway: boolean) => void>();

/** Hears when nobody can tell whether the sign-in is good, and when somebody can again. Answers how to stop it. */
export function onAway(listener: (isAway: boolean) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Whether it is tried again and again at the moment. */
export const isSignInAway = (): boolean => isAway;

function tell(away: boolean): void {
  if (away === isAway) return;
  isAway = away;
  for (const listener of listeners) listener(away);
}

let hurry = new AbortController();

/** Tries again until somebody can tell. */
async function goOn(): Promise<void> {
  for (let losses = 1; ; losses += 1) {
    hurry = new AbortController();
    await pause(losses, hurry.signal);
    if ((await attempt()) !== 'away') return tell(false);
  }
}

/** Ends the pause between two attempts. */
export const renewNow = (): void => hurry.abort();

/** Which renewal was the last one, of this page or another; null where there was none. */
export const lastRenewal = (): string | null => readStored(RENEWED);

/**
 * Renews the sign-in; questions that fail together renew it once. `before`: the last renewal when the question was
 * asked. A refusal may come late: where the sign-in was renewed since, that is all there is to do.
 */
export function renew(before = lastRenewal()): Promise<Renewal> {
  if (lastRenewal() !== before) return Promise.resolve('renewed');
  if (isAway) return Promise.resolve('away');
  pending ??= attempt()
    .then((answer) => {
      if (answer === 'away') {
        tell(true);
        void goOn();
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
  wasSignedIn = false;
  writeStored(SIGNED_IN, null);
}
