import { vi } from 'vitest';
import type { TypedDocument } from '@/gql/graphql';
import type { ErrorCode } from '@/lib/api-error';

type Variables = Record<string, unknown>;
type Reply = (variables: Variables) => Response | Promise<Response>;

const json = (body: unknown, status = 200): Response => new Response(JSON.stringify(body), { status });

/** Stands in for the API below `fetch`: whatever has no reply set fails as if the network were down. */
export class FakeServer {
  readonly #replies = new Map<string, Reply>();
  readonly #requests: { query: string; variables: Variables }[] = [];

  constructor() {
    vi.stubGlobal('fetch', (input: URL | string, init?: RequestInit) => this.#handle(String(input), init));
  }

  /** Answers a document with data, which may depend on the variables. */
  answer<Result, Vars>(document: TypedDocument<Result, Vars>, data: Result | ((variables: Vars) => Result)): this {
    const result = (variables: Variables) =>
      typeof data === 'function' ? (data as (variables: Vars) => Result)(variables as Vars) : data;
    return this.#reply(document, (variables) => json({ data: result(variables) }));
  }

  /** Refuses a document with an error of the API. */
  refuse(document: string, code: ErrorCode, message: string): this {
    return this.#reply(document, () =>
      json({ data: null, errors: [{ message, extensions: { code, requestId: 'req-1' } }] }),
    );
  }

  /** Never answers a document. */
  hang(document: string): this {
    return this.#reply(document, () => new Promise(() => {}));
  }

  /** The variables of each request of a document, in order. */
  requests<Result, Vars>(document: TypedDocument<Result, Vars>): Vars[] {
    return this.#requests.filter(({ query }) => query === document).map(({ variables }) => variables as Vars);
  }

  #reply(document: string, reply: Reply): this {
    this.#replies.set(document, reply);
    return this;
  }

  async #handle(url: string, init: RequestInit | undefined): Promise<Response> {
    const { pathname } = new URL(url, window.location.href);
    if (pathname === '/config.json') return json({ api: '' });
    if (pathname === '/auth/refresh') return json({ code: 'UNAUTHENTICATED', message: 'sign in' }, 401);
    if (pathname !== '/graphql') throw new TypeError(`Failed to fetch ${pathname}`);
    const request = JSON.parse(String(init?.body)) as { query: string; variables: Variables };
    this.#requests.push(request);
    const reply = this.#replies.get(request.query);
    if (reply === undefined) throw new TypeError('Failed to fetch');
    return reply(request.variables);
  }
}
