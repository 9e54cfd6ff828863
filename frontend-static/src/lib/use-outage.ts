import { type Query, type QueryCache, useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useSyncExternalStore } from 'react';
import { ApiError, type ErrorCode } from './api-error';

/** Faults of the whole server, not of one question. */
const COMMON: readonly ErrorCode[] = ['UNREACHABLE', 'UNAVAILABLE', 'TIMEOUT', 'RATE_LIMITED', 'INTERNAL'];
/** So many questions without an answer for the same reason are told together. */
const MANY = 2;

const codeOf = ({ state: { data, error } }: Query): ErrorCode | null =>
  data === undefined && error instanceof ApiError ? error.code : null;

const unanswered = (cache: QueryCache, code: ErrorCode): Query[] =>
  cache.getAll().filter((query) => query.isActive() && codeOf(query) === code);

/** Whether the page has a place where what failed together is told. */
export const OutageContext = createContext(false);

export type Outage = {
  readonly error: ApiError;
  /** Asks all of them again. */
  readonly retry: () => void;
};

/** Why several questions of the page have no answer, where the reason is one and the same; null where none is. */
export function useOutage(): Outage | null {
  const queries = useQueryClient();
  const cache = queries.getQueryCache();
  const subscribe = useCallback((listener: () => void) => cache.subscribe(listener), [cache]);
  const code = useSyncExternalStore(
    subscribe,
    () => COMMON.find((one) => unanswered(cache, one).length >= MANY) ?? null,
  );
  if (code === null) return null;
  const [first] = unanswered(cache, code);
  const error = first?.state.error;
  if (!(error instanceof ApiError)) return null;
  return {
    error,
    retry: () => void queries.refetchQueries({ type: 'active', predicate: (query) => codeOf(query as Query) === code }),
  };
}
