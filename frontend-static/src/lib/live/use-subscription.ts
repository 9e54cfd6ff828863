import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import type { TypedDocument } from '@/gql/graphql';
import { type LiveState, subscribeWithRetry } from './subscribe';

export type Subscribed<Result> = {
  /** The last that was received; it stays while the connection is lost. */
  readonly data: Result | null;
  readonly state: LiveState;
  /** When it was received; null before the first time. */
  readonly receivedAt: number | null;
};

type Options<Result> = {
  enabled?: boolean;
  /** Called for every message, where each of them counts and not the last alone. */
  onData?: (data: Result) => void;
};

const NOTHING = { data: null, state: 'connecting', receivedAt: null } as const;

/**
 * Follows a subscription for as long as the component is there. When the connection comes back, every question on the
 * page is asked again, so nothing that happened in between is missed.
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
