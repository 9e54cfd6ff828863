import { useState } from 'react';
import {
  AgentSessionsDocument,
  type AgentSessionsQuery,
  SeenAgentsDocument,
  type SeenAgentsQuery,
} from '@/gql/graphql';
import type { ApiError } from '@/lib/api-error';
import { addDays } from '@/lib/day';
import { useGql } from '@/lib/use-gql';
import { useOrg } from '@/lib/use-org';
import { useToday } from '@/lib/use-today';
import { hasPermission, useViewer } from '@/lib/use-viewer';

/** How often to ask while nothing arrives. */
const POLL_MS = 2_000;

type AgentSession = NonNullable<AgentSessionsQuery['organization']>['sessions']['nodes'][number];

/** What was there when the page was opened: only what comes later has arrived. */
type Before = {
  readonly agents: ReadonlyMap<string, string>;
  readonly sessions: ReadonlyMap<string, string>;
};

export type Arrival = {
  /** The session that an event arrived of. */
  readonly session: AgentSession | null;
  /** Whether records arrive, though of no session. */
  readonly hasRecords: boolean;
  /** When the agent was last seen before the page was opened; null if never, or if nobody may tell. */
  readonly lastSeenAt: string | null;
  readonly error: ApiError | null;
};

const agentsOf = (data: SeenAgentsQuery | undefined) => data?.organization?.agents ?? [];
const sessionsOf = (data: AgentSessionsQuery | undefined) => data?.organization?.sessions.nodes ?? [];

/**
 * Waits for the first record of an agent that comes while the page is open. Everybody sees their own sessions; admins
 * see records that make no session, too.
 */
export function useArrival(agent: string): Arrival {
  const { org } = useOrg();
  const isAdmin = hasPermission(useViewer(), 'MANAGE_ORGANIZATION');
  const today = useToday();
  // Clocks of agents may be ahead.
  const period = { from: addDays(today, -6), to: addDays(today, 1) };
  const [hasArrived, setArrived] = useState(false);
  const poll = { refetchIntervalMs: hasArrived ? (false as const) : POLL_MS };
  const seen = useGql(SeenAgentsDocument, { organizationId: org.id }, { ...poll, enabled: isAdmin });
  const found = useGql(AgentSessionsDocument, { organizationId: org.id, period }, poll);
  const [before, setBefore] = useState<Before | null>(null);
  if (before === null && found.isFetchedAfterMount && found.isSuccess && (!isAdmin || seen.isFetchedAfterMount)) {
    setBefore({
      agents: new Map(agentsOf(seen.data).map((one) => [one.agent, one.lastSeenAt])),
      sessions: new Map(sessionsOf(found.data).map((one) => [one.id, one.lastEventAt])),
    });
  }
  const isNew = (one: AgentSession) => one.agent === agent && before?.sessions.get(one.id) !== one.lastEventAt;
  const session = before === null ? null : (sessionsOf(found.data).find(isNew) ?? null);
  if (session !== null && !hasArrived) setArrived(true);
  const now = agentsOf(seen.data).find((one) => one.agent === agent);
  const lastSeenAt = before?.agents.get(agent) ?? null;
  return {
    session,
    hasRecords: before !== null && now !== undefined && now.lastSeenAt !== lastSeenAt,
    lastSeenAt,
    error: found.error ?? seen.error,
  };
}
