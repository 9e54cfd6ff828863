import type { AgentSessionsQuery, AgentSetupQuery, SessionsSummaryQuery, UsersSummaryQuery } from '@/gql/graphql';

/** The page info of a list that has one page. */
export const ONLY_PAGE = { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null };

/** What `AnyActivity` answers: whether anything ever happened. */
export const activity = (sessions: number) => ({ organization: { metrics: { sessions, runs: 0 } } });

const RATES = {
  runsPerSession: null,
  activeTimePerSessionMs: null,
  lifespanPerSessionMs: null,
  handoffRate: null,
  postHandoffRate: null,
  successRate: null,
};

/** The figures of somebody who did nothing. */
export const NO_FIGURES = { ...RATES, sessions: 0, runs: 0, costUsd: 0, costPerRunUsd: null, unpricedCalls: 0 };

export const sessionsSummary = (totalCount: number): SessionsSummaryQuery => ({
  organization: {
    sessions: {
      totalCount,
      summary: { ...RATES, activeUsers: 0, runs: 0, costUsd: 0, unpricedCalls: 0, costPerSessionUsd: null },
    },
  },
});

export const usersSummary = (totalCount: number): UsersSummaryQuery => ({
  organization: { users: { totalCount, summary: { ...NO_FIGURES, activeUsers: 0, totalTokens: 0 } } },
});

/** The lines of an agent, with a place for the key. */
export const setup = (text: string, notes: string[] = []): AgentSetupQuery => ({
  organization: {
    agentSetup: {
      name: 'Claude Code',
      agent: 'claude-code',
      snippets: [{ place: 'your shell', syntax: 'SHELL', text: `${text} YOUR_INGEST_KEY\n` }],
      notes,
      keyPlaceholder: 'YOUR_INGEST_KEY',
    },
  },
});

type AgentSession = NonNullable<AgentSessionsQuery['organization']>['sessions']['nodes'][number];

/** The latest sessions, as the guide to a first one asks for them. */
export const agentSessions = (...nodes: AgentSession[]): AgentSessionsQuery => ({
  organization: { sessions: { nodes } },
});

export const NO_AGENT_SESSIONS = agentSessions();
