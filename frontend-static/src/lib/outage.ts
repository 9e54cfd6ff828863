import { createContext, use, useLayoutEffect, useState, useSyncExternalStore } from 'react';
import type { ApiError, ErrorCode } from './api-error';

/** Errors of the whole server, not of one query. */
const SERVER_WIDE_CODES: readonly ErrorCode[] = ['UNREACHABLE', 'UNAVAILABLE', 'TIMEOUT', 'RATE_LIMITED', 'INTERNAL'];
/** From this many parts with the same error on, the error is shown once. */
const SHARED_FROM = 2;

/** The parts of a page that failed, and their errors. */
export type FailureRegistry = {
  readonly add: (error: ApiError) => () => void;
  /** The first error that several parts share; null if each stands alone. */
  readonly shared: () => ApiError | null;
  readonly subscribe: (listener: () => void) => () => void;
};

function sharedOf(all: readonly ApiError[]): ApiError | null {
  const isShared = ({ code }: ApiError) =>
    SERVER_WIDE_CODES.includes(code) && all.filter((error) => error.code === code).length >= SHARED_FROM;
  return all.find(isShared) ?? null;
}

export function createFailureRegistry(): FailureRegistry {
  // Several parts may show the same error, so each gets a key of its own.
  const parts = new Map<symbol, ApiError>();
  const listeners = new Set<() => void>();
  let shared: ApiError | null = null;
  const changed = () => {
    const next = sharedOf([...parts.values()]);
    // Keep the error of the banner while parts mount and unmount.
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

/** Null where the page has no banner for shared errors. */
export const FailureRegistryContext = createContext<FailureRegistry | null>(null);

export const useFailureRegistry = (): FailureRegistry => useState(createFailureRegistry)[0];

/** The error that several parts of the page share; null if there is none. */
export const useSharedFailure = (failures: FailureRegistry): ApiError | null =>
  useSyncExternalStore(failures.subscribe, failures.shared);

const NO_REGISTRY = createFailureRegistry();

/** Registers a part of the page that failed, and returns whether its error is shown in the banner. */
export function useFailure(error: ApiError): boolean {
  const failures = use(FailureRegistryContext);
  useLayoutEffect(() => failures?.add(error), [failures, error]);
  const shared = useSharedFailure(failures ?? NO_REGISTRY);
  return failures !== null && (error.code === 'AUTH_UNAVAILABLE' || shared?.code === error.code);
}
