import type { TypedDocument } from '@/gql/graphql';
import { renew } from '../renew';
import { pause } from './pause';
import { socketClient } from './socket';

/** `stale` was live and lost its connection; it tries again, for ever. `refused` is over: it is not for the caller. */
export type LiveState = 'connecting' | 'live' | 'stale' | 'refused';

export type Followed<Result> = {
  onData: (data: Result) => void;
  onState: (state: LiveState) => void;
  /** Live again after a loss: what was missed must be asked for. */
  onReturn: () => void;
};

type End = 'lost' | 'refused' | 'unauthenticated';

function endOf(error: unknown): End {
  if (Array.isArray(error)) return 'refused';
  return error instanceof CloseEvent && error.code === 4401 ? 'unauthenticated' : 'lost';
}

/** One subscription, until it ends. */
async function run<Result>(
  query: string,
  variables: Record<string, unknown>,
  signal: AbortSignal,
  onData: (data: Result) => void,
) {
  const client = await socketClient();
  return new Promise<End>((resolve) => {
    const stop = client.subscribe<Result>(
      { query, variables },
      {
        next: ({ data, errors }) => {
          if (errors !== undefined) resolve('refused');
          else if (data != null) onData(data);
        },
        error: (error) => resolve(endOf(error)),
        complete: () => resolve('lost'),
      },
    );
    signal.addEventListener('abort', () => stop(), { once: true });
  });
}

/** Follows a subscription until the signal says stop, over every loss of the connection. */
export async function follow<Result, Variables extends Record<string, unknown>>(
  document: TypedDocument<Result, Variables>,
  variables: Variables,
  signal: AbortSignal,
  { onData, onState, onReturn }: Followed<Result>,
): Promise<void> {
  let losses = 0;
  let wasLive = false;
  const receive = (data: Result) => {
    if (signal.aborted) return;
    if (wasLive && losses > 0) onReturn();
    wasLive = true;
    losses = 0;
    onState('live');
    onData(data);
  };
  while (!signal.aborted) {
    const end = await run(document, variables, signal, receive).catch((): End => 'lost');
    if (signal.aborted) return;
    if (end === 'refused' || (end === 'unauthenticated' && (await renew()) === 'over')) return onState('refused');
    onState(wasLive ? 'stale' : 'connecting');
    losses += 1;
    await pause(losses, signal);
  }
}
