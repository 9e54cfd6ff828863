import { createContext, use, useLayoutEffect, useState, useSyncExternalStore } from 'react';
import type { ApiError, ErrorCode } from './api-error';

/** Faults of the whole server, not of one question. */
const SERVER_WIDE_CODES: readonly ErrorCode[] = ['UNREACHABLE', 'UNAVAILABLE', 'TIMEOUT', 'RATE_LIMITED', 'INTERNAL'];
/** So many parts of a page that fail for the same reason are told together. */
const SHARED_FROM = 2;

/** The parts of a page that have no answer, and why. */
export type FailureRegistry = {
  readonly add: (error: ApiError) => () => void;
  /** The first of several that fail for the same reason; null where each stands alone. */
  readonly shared: () => ApiError | null;
  readonly subscribe: (listener: () => void) => () => void;
};

function sharedOf(all: readonly ApiError[]): ApiError | null {
  const isShared = ({ code }: ApiError) =>
    SERVER_WIDE_CODES.includes(code) && all.filter((error) => error.code === code).length >= SHARED_FROM;
  return all.find(isShared) ?? null;
}

export function createFailureRegistry(): FailureRegistry {
  // Several parts may show the error of one question, so each of them has a place of its own.
  const parts = new Map<symbol, ApiError>();
  const listeners = new Set<() => void>();
  let shared: ApiError | null = null;
  const changed = () => {
    const next = sharedOf([...parts.values()]);
    // The banner keeps its words while parts come and go.
    if (next?.code === shared?.code) return;
    shared = next;
    for (const listener of listeners) listener();
  };
  return {
    add: (error) => {
      const part = Symbol(error.code);
      parts.set(part, error);
      changed();
      return () => {
        parts.delete(part);
        changed();
      };
    },
    shared: () => shared,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** Null where the page has no place for what failed together. */
export const FailureRegistryContext = createContext<FailureRegistry | null>(null);

export const useFailureRegistry = (): FailureRegistry => useState(createFailureRegistry)[0];

/** What several parts of the page have no answer for; null where none do. */
export const useSharedFailure = (failures: FailureRegistry): ApiError | null =>
  useSyncExternalStore(failures.subscribe, failures.shared);

const NO_REGISTRY = createFailureRegistry();

/** Counts a part of the page among those without an answer, and says whether the reason is told above all of them. */
export function useFailure(error: ApiError): boolean {
  const failures = use(FailureRegistryContext);
  useLayoutEffect(() => failures?.add(error), [failures, error]);
  const shared = useSharedFailure(failures ?? NO_REGISTRY);
  return failures !== null && (error.code === 'AUTH_UNAVAILABLE' || shared?.code === error.code);
}
