import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TypedDocument } from '@/gql/graphql';

const QUESTION = 'query Q { viewer { id } }' as TypedDocument<{ viewer: { id: string } }, { a: number }>;
const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });
const refused = () =>
  json(200, { data: null, errors: [{ message: 'sign in', extensions: { code: 'UNAUTHENTICATED' } }] });

type Answers = Record<string, (() => Response | Promise<Response>)[]>;
let asked: { path: string; body: unknown }[];

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
  const kept = new Map<string, string>([['tachograph.signed-in', 'true']]);
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

  it('renews once for all that fail together', async () => {
    const good = () => json(200, { data: { viewer: { id: 'x' } } });
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
      '/below/auth/refresh': [() => json(401, { code: 'UNAUTHENTICATED', message: 'sign in' })],
    });
    await expect(ask()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(ask()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(asked.filter(({ path }) => path.endsWith('refresh'))).toHaveLength(1);
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
