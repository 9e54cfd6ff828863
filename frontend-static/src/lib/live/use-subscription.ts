import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import type { TypedDocument } from '@/gql/graphql';
import { type LiveState, subscribeWithRetry } from './subscribe';

export type Subscribed<Result> = {
  /** The last message; it stays while the connection is lost. */
  readonly data: Result | null;
  readonly state: LiveState;
  /** When it arrived; null before the first message. */
  readonly receivedAt: number | null;
};

type Options<Result> = {
  enabled?: boolean;
  /** Called for every message, if each of them matters and not only the last. */
  onData?: (data: Result) => void;
};

const NOTHING = { data: null, state: 'connecting', receivedAt: null } as const;

/**
 * Subscribes while the component is mounted. After a reconnect every query of the page is refetched, so that nothing is
 * missed.
 */
export function useSubscription<Result, Variables extends Record<string, unknown>>(
  document: TypedDocument<Result, Variables>,
  variables: Variables,
  { enabled = true, onData }: Options<Result> = {},
): Subscribed<Result> {
  const [subscribed, setSubscribed] = useState<Subscribed<Result>>(NOTHING);
  const queries = useQueryClient();
  const heard = useEffectEvent((data: Result) => onData?.(data));
  const key = JSON.stringify(variables);

  useEffect(() => {
    if (!enabled) return;
    const stop = new AbortController();
    setSubscribed(NOTHING);
    subscribeWithRetry(document, JSON.parse(key) as Variables, stop.signal, {
      onData: (data) => {
        setSubscribed({ data, state: 'live', receivedAt: Date.now() });
        heard(data);
      },
      onState: (state) => setSubscribed((before) => (before.state === state ? before : { ...before, state })),
      onReconnect: () => void queries.invalidateQueries(),
    });
    return () => stop.abort();
  }, [document, key, enabled, queries]);

  return subscribed;
}
