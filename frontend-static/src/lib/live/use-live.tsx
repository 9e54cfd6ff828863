import { createContext, type ReactNode, use, useMemo } from 'react';
import { GlobalLiveDocument, type LiveCountsFragment, OrganizationLiveDocument } from '@/gql/graphql';
import type { LiveState } from './subscribe';
import { useSubscription } from './use-subscription';

export type Live = {
  readonly counts: LiveCountsFragment | null;
  readonly state: LiveState;
  readonly receivedAt: number | null;
};

const LiveContext = createContext<Live>({ counts: null, state: 'connecting', receivedAt: null });

/** The live counts of the current organization; on the global page, of the whole platform. */
export const useLive = (): Live => use(LiveContext);

type ProviderProps = { organizationId: string; global: boolean; children: ReactNode };

/** Subscribes to the live counts, once for the whole page. */
export function LiveProvider({ organizationId, global, children }: ProviderProps) {
  const one = useSubscription(OrganizationLiveDocument, { organizationId }, { enabled: !global });
  const all = useSubscription(GlobalLiveDocument, {}, { enabled: global });
  const counts = (global ? all.data?.globalLiveRunCounts : one.data?.liveRunCounts) ?? null;
  const { state, receivedAt } = global ? all : one;
  const live = useMemo(() => ({ counts, state, receivedAt }), [counts, state, receivedAt]);
  return <LiveContext value={live}>{children}</LiveContext>;
}
