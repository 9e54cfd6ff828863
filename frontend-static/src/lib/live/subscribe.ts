import type { TypedDocument } from '@/gql/graphql';
import { refreshSession } from '../auth-session';
import { waitBackoff } from './backoff';
import { socketClient } from './socket';

/** `stale`: was live and lost its connection; it retries forever. `refused`: not allowed, it does not retry. */
export type LiveState = 'connecting' | 'live' | 'stale' | 'refused';

export type SubscriptionHandlers<Result> = {
  onData: (data: Result) => void;
  onState: (state: LiveState) => void;
  /** Live again after a loss: whatever was missed must be refetched. */
  onReconnect: () => void;
};

type EndReason = 'lost' | 'refused' | 'unauthenticated';

function endReason(error: unknown): EndReason {
  if (Array.isArray(error)) return 'refused';
  return error instanceof CloseEvent && error.code === 4401 ? 'unauthenticated' : 'lost';
}

/** Runs one subscription until it ends. */
async function runSubscription<Result>(
  query: string,
  variables: Record<string, unknown>,
  signal: AbortSignal,
  onData: (data: Result) => void,
) {
  const client = await socketClient();
  return new Promise<EndReason>((resolve) => {
    const stop = client.subscribe<Result>(
      { query, variables },
      {
        next: ({ data, errors }) => {
          if (errors !== undefined) resolve('refused');
          else if (data != null) onData(data);
        },
        error: (error) => resolve(endReason(error)),
        complete: () => resolve('lost'),
      },
    );
    signal.addEventListener('abort', () => stop(), { once: true });
  });
}

/** Keeps a subscription running until the signal aborts, across lost connections. */
export async function subscribeWithRetry<Result, Variables extends Record<string, unknown>>(
  document: TypedDocument<Result, Variables>,
  variables: Variables,
  signal: AbortSignal,
  { onData, onState, onReconnect }: SubscriptionHandlers<Result>,
): Promise<void> {
  let losses = 0;
  let wasLive = false;
  const receive = (data: Result) => {
    if (signal.aborted) return;
    if (wasLive && losses > 0) onReconnect();
    wasLive = true;
    losses = 0;
    onState('live');
    onData(data);
  };
  while (!signal.aborted) {
    const end = await runSubscription(document, variables, signal, receive).catch((): EndReason => 'lost');
    if (signal.aborted) return;
    if (end === 'refused' || (end === 'unauthenticated' && (await refreshSession()) === 'signed-out'))
      return onState('refused');
    onState(wasLive ? 'stale' : 'connecting');
    losses += 1;
    await waitBackoff(losses, signal);
  }
}
