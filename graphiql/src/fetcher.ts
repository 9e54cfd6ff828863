// How GraphiQL asks: with POST, and for subscriptions over a websocket.
import type { Fetcher } from '@graphiql/toolkit';
import { getOperationAST } from 'graphql';
import { createClient } from 'graphql-ws';
import type { Credential } from './credential';

export function fetcherFor(credential: Credential): Fetcher {
  return async (params, options) => {
    const headers = new Headers(options?.headers);
    if (!headers.has('authorization')) {
      const authorization = await credential();
      if (authorization) headers.set('authorization', authorization);
    }
    const operation = options?.documentAST && getOperationAST(options.documentAST, params.operationName);
    if (operation?.operation === 'subscription') return follow(params, headers);
    headers.set('content-type', 'application/json');
    const response = await fetch('graphql', { method: 'POST', headers, body: JSON.stringify(params) });
    return response.json();
  };
}

/** One connection for each subscription: whoever it is for is told at its beginning. */
function follow(params: Parameters<Fetcher>[0], headers: Headers) {
  const authorization = headers.get('authorization');
  const client = createClient({
    url: new URL('graphql/ws', location.href.replace(/^http/, 'ws')).href,
    connectionParams: authorization ? { Authorization: authorization } : {},
    retryAttempts: 2,
  });
  return client.iterate({
    query: params.query,
    variables: params.variables,
    operationName: params.operationName ?? undefined,
  }) as AsyncIterableIterator<object>;
}
