import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TypedDocument } from '@/gql/graphql';

const QUESTION = 'query Q { viewer { id } }' as TypedDocument<{ viewer: { id: string } }, { a: number }>;
const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });
const refused = () =>
  json(200, { data: null, errors: [{ message: 'sign in', extensions: { code: 'UNAUTHENTICATED' } }] });

const good = () => json(200, { data: { viewer: { id: 'x' } } });
const over = () => json(401, { code: 'UNAUTHENTICATED', message: 'sign in' });

type Answers = Record<string, (() => Response | Promise<Response>)[]>;
let asked: { path: string; body: unknown }[];
/** What all pages of the browser share. */
let kept: Map<string, string>;

/** A server that answers each address with one answer after the other. */
function serve(answers: Answers): void {
  vi.stubGlobal('fetch', async (url: URL, init?: RequestInit) => {
    if (url.pathname.endsWith('config.json')) return json(200, { api: '' });
    asked.push({ path: url.pathname, body: init?.body });
    const answer = answers[url.pathname]?.shift();
    if (answer === undefined) throw new TypeError('Failed to fetch');
    return answer();
  });
}

beforeEach(() => {
  asked = [];
  vi.resetModules();
  kept = new Map<string, string>([['tachograph.signed-in', 'true']]);
  vi.stubGlobal('window', { addEventListener: () => {}, removeEventListener: () => {} });
  vi.stubGlobal('document', { baseURI: 'https://host/below/' });
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => kept.set(name, value),
    removeItem: (name: string) => kept.delete(name),
  });
});
afterEach(() => vi.unstubAllGlobals());

const ask = async () => (await import('./gql-fetch')).gqlFetch(QUESTION, { a: 1 });

describe('a question', () => {
  it('goes to the API beside the page, with its variables', async () => {
    serve({ '/below/graphql': [() => json(200, { data: { viewer: { id: 'x' } } })] });
    await expect(ask()).resolves.toEqual({ viewer: { id: 'x' } });
    expect(asked).toEqual([{ path: '/below/graphql', body: JSON.stringify({ query: QUESTION, variables: { a: 1 } }) }]);
  });

  it('is asked again once after the sign-in was renewed', async () => {
    serve({
      '/below/graphql': [refused, () => json(200, { data: { viewer: { id: 'x' } } })],
      '/below/auth/refresh': [() => new Response(null, { status: 204 })],
    });
    await expect(ask()).resolves.toEqual({ viewer: { id: 'x' } });
  });

  it('fails as an ApiError where nobody answers after the renewal either', async () => {
    serve({ '/below/graphql': [refused], '/below/auth/refresh': [() => new Response(null, { status: 204 })] });
    await expect(ask()).rejects.toMatchObject({ name: 'ApiError', code: 'UNREACHABLE' });
  });

  it('renews nothing where another page did while the refusal was on its way', async () => {
    const late = () => {
      kept.set('tachograph.renewed', '7');
      return refused();
    };
    serve({ '/below/graphql': [late, good] });
    await expect(ask()).resolves.toEqual({ viewer: { id: 'x' } });
    expect(asked.map(({ path }) => path)).toEqual(['/below/graphql', '/below/graphql']);
  });

  it('renews once for all that fail together', async () => {
    serve({
      '/below/graphql': [refused, refused, good, good],
      '/below/auth/refresh': [() => new Response(null, { status: 204 })],
    });
    await Promise.all([ask(), ask()]);
    expect(asked.filter(({ path }) => path.endsWith('refresh'))).toHaveLength(1);
  });

  it('fails where there is nothing to renew, and does not try again', async () => {
    serve({
      '/below/graphql': [refused, refused],
      '/below/auth/refresh': [over, over],
    });
    await expect(ask()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(ask()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(asked.filter(({ path }) => path.endsWith('refresh'))).toHaveLength(2);
    expect(kept.has('tachograph.signed-in')).toBe(false);
  });

  it('forgets nobody where the server renews nothing', async () => {
    serve({
      '/below/graphql': [refused],
      '/below/auth/refresh': [() => json(404, { code: 'NOT_FOUND', message: 'not configured' })],
    });
    await expect(ask()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(kept.get('tachograph.signed-in')).toBe('true');
  });

  it('survives a renewal that came second: the next attempt goes with the cookies of the first', async () => {
    serve({
      '/below/graphql': [refused, good],
      '/below/auth/refresh': [over, () => new Response(null, { status: 204 })],
    });
    await expect(ask()).resolves.toEqual({ viewer: { id: 'x' } });
    expect(kept.get('tachograph.signed-in')).toBe('true');
  });

  it('takes the renewal of another page for its own', async () => {
    serve({
      '/below/graphql': [refused, good],
      '/below/auth/refresh': [
        () => {
          kept.set('tachograph.renewed', '"by another"');
          return over();
        },
      ],
    });
    await expect(ask()).resolves.toEqual({ viewer: { id: 'x' } });
    expect(kept.get('tachograph.signed-in')).toBe('true');
  });

  it('waits its turn where the browser knows of turns, and then asks nobody if another page was faster', async () => {
    vi.stubGlobal('navigator', {
      locks: {
        request: async (_: string, act: () => Promise<unknown>) => {
          kept.set('tachograph.renewed', '"by another"');
          return act();
        },
      },
    });
    serve({ '/below/graphql': [refused, good] });
    await expect(ask()).resolves.toEqual({ viewer: { id: 'x' } });
    expect(asked.filter(({ path }) => path.endsWith('refresh'))).toHaveLength(0);
  });

  it.each([
    ['answers 503', () => json(503, { code: 'UNAVAILABLE', message: 'the provider is away' })],
    ['answers 502', () => new Response('<h1>Bad gateway</h1>', { status: 502 })],
    ['does not answer', () => Promise.reject(new TypeError('Failed to fetch'))],
  ])('signs nobody out while the sign-in %s, and goes on trying', async (_, away) => {
    serve({
      '/below/graphql': [refused, refused, good],
      '/below/auth/refresh': [away, away, () => new Response(null, { status: 204 })],
    });
    const { isAuthUnavailable, onAuthOutage, retryRefreshNow } = await import('./auth-session');
    const heard: boolean[] = [];
    onAuthOutage((isUnavailable) => heard.push(isUnavailable));
    await expect(ask()).rejects.toMatchObject({ code: 'AUTH_UNAVAILABLE' });
    await expect(ask()).rejects.toMatchObject({ code: 'AUTH_UNAVAILABLE' });
    expect(kept.get('tachograph.signed-in')).toBe('true');
    await vi.waitUntil(() => {
      retryRefreshNow();
      return !isAuthUnavailable();
    });
    expect(heard).toEqual([true, false]);
    await expect(ask()).resolves.toEqual({ viewer: { id: 'x' } });
  });

  it('that is refused as a whole has the word of the refusal', async () => {
    serve({ '/below/graphql': [() => json(429, { code: 'RATE_LIMITED', message: 'too often' })] });
    await expect(ask()).rejects.toMatchObject({ code: 'RATE_LIMITED', message: 'too often' });
  });

  it('that nobody answers, or a proxy with a page, is unreachable', async () => {
    serve({ '/below/graphql': [() => new Response('<h1>Bad gateway</h1>', { status: 502 })] });
    await expect(ask()).rejects.toMatchObject({ code: 'UNREACHABLE' });
    await expect(ask()).rejects.toMatchObject({ code: 'UNREACHABLE', name: 'ApiError' });
  });
});
