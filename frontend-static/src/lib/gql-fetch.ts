import type { TypedDocument } from '@/gql/graphql';
import { ApiError } from './api-error';
import { lastRefresh, refreshSession } from './auth-session';
import { apiUrl } from './config';

type GraphqlError = { message: string; extensions?: { code?: string; requestId?: string } };
type Answer<Result> = { data?: Result | null; errors?: GraphqlError[]; code?: string; message?: string };

async function post<Result>(body: string, signal: AbortSignal | undefined): Promise<Result> {
  const response = await fetch(await apiUrl('graphql'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    credentials: 'include',
    body,
    signal: signal ?? null,
  });
  const requestId = response.headers.get('x-request-id');
  let answer: Answer<Result>;
  try {
    answer = (await response.json()) as Answer<Result>;
  } catch {
    signal?.throwIfAborted();
    throw new ApiError('UNREACHABLE', `the answer is no JSON (${response.status})`, requestId);
  }
  const [failure] = answer.errors ?? [];
  if (failure)
    throw new ApiError(
      failure.extensions?.code ?? 'INTERNAL',
      failure.message,
      failure.extensions?.requestId ?? requestId,
    );
  if (answer.code) throw new ApiError(answer.code, answer.message ?? answer.code, requestId);
  if (answer.data == null) throw new ApiError('INTERNAL', 'the answer holds no data', requestId);
  return answer.data;
}

/** Posts once; every failure is an ApiError, except an abort by the signal. */
async function postOrApiError<Result>(body: string, signal: AbortSignal | undefined): Promise<Result> {
  try {
    return await post<Result>(body, signal);
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof ApiError ? error : new ApiError('UNREACHABLE', String(error));
  }
}

/**
 * Sends a document to the API. Every failure is an ApiError, except an abort by the signal. An expired session is
 * refreshed once; if the refresh is unavailable, the request fails without a sign-out.
 */
export async function gqlFetch<Result, Variables>(
  document: TypedDocument<Result, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Result> {
  const body = JSON.stringify({ query: document, variables });
  const before = lastRefresh();
  try {
    return await postOrApiError<Result>(body, signal);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'UNAUTHENTICATED') throw error;
    const outcome = await refreshSession(before);
    if (outcome === 'unavailable')
      throw new ApiError('AUTH_UNAVAILABLE', 'nobody can tell whether the sign-in is good');
    if (outcome === 'signed-out') throw error;
    return postOrApiError<Result>(body, signal);
  }
}
