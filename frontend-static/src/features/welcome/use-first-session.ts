import { useState } from 'react';
import { type ArrivedFragment, FirstSessionDocument } from '@/gql/graphql';
import type { ApiError } from '@/lib/api-error';
import { addDays } from '@/lib/day';
import { useLiveRefetch } from '@/lib/live/use-live-refetch';
import { MAX_DAYS } from '@/lib/range';
import { useGql } from '@/lib/use-gql';
import { useOrg } from '@/lib/use-org';
import { useToday } from '@/lib/use-today';

/** How often to poll; the subscription brings most changes sooner. */
const REFETCH_MS = 2_000;
const LIVE = [FirstSessionDocument];

export type FirstSession = {
  /** The session, once it arrived. */
  readonly session: ArrivedFragment['nodes'][number] | null;
  readonly error: ApiError | null;
};

/** Waits for the expected session, or for any session if the organization had none. */
export function useFirstSession(expected: string): FirstSession {
  const { org } = useOrg();
  const today = useToday();
  const period = { from: addDays(today, 1 - MAX_DAYS), to: today };
  const [wasEmpty, setWasEmpty] = useState<boolean | null>(null);
  const [hasArrived, setArrived] = useState(false);
  const { data, error } = useGql(
    FirstSessionDocument,
    { organizationId: org.id, period, expected },
    { refetchIntervalMs: hasArrived ? false : REFETCH_MS },
  );
  useLiveRefetch(LIVE, period);
  const found = data?.organization;
  if (found != null && wasEmpty === null) setWasEmpty(found.any.nodes.length === 0);
  const session = found?.expected.nodes[0] ?? (wasEmpty === true ? found?.any.nodes[0] : undefined) ?? null;
  if (session !== null && !hasArrived) setArrived(true);
  return { session, error };
}
