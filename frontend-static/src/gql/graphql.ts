// Written by scripts/codegen.mjs; change a *.graphql file instead.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** The party behind an event. */
export type Actor =
  /** The person who works in the session. */
  | 'USER'
  /** The coding agent. */
  | 'AGENT'
  /** The platform that runs the agent. */
  | 'SYSTEM';

/** Whether a person sits in front of the agent. */
export type AgentMode =
  /** Nobody does: the agent was started with a task and works alone. */
  | 'HEADLESS'
  /** A person types prompts and answers the agent's questions. */
  | 'INTERACTIVE';

/** What is wrong with what an agent sends. */
export type AgentProblem =
  /** It sends metrics with cumulative temporality, whose growth cannot be told: expected delta. */
  | 'CUMULATIVE_METRICS'
  /** Sessions of the last seven days name no repository. */
  | 'NO_REPOSITORY'
  /** Sessions of the last seven days name no person. */
  | 'NO_PERSON'
  /** Calls of sessions of the last seven days have no price. */
  | 'UNPRICED_MODEL'
  /** Some of its records were refused. */
  | 'REFUSED_RECORDS';

/** Where an agent reads its settings. */
export type AgentSetupForm =
  /** For one person: commands to run before the agent, or to keep in the profile of the shell. */
  | 'SHELL'
  /** For one person: the agent's own settings file, as far as it has one. */
  | 'SETTINGS'
  /** For an agent in the cloud: the environment of its container. */
  | 'CONTAINER'
  /** For everybody on a machine: settings that an administrator distributes. */
  | 'MANAGED';

/** What the lines of a setup are written in. */
export type AgentSetupSyntax =
  /** Commands of a POSIX shell. */
  | 'SHELL'
  /** `NAME=value`, one a line, without quotes. */
  | 'ENV'
  /** JSON. */
  | 'JSON'
  /** TOML. */
  | 'TOML';

/** The width of a trend's buckets. The first and the last are clipped to the period. */
export type Bucket =
  /** A UTC day. */
  | 'DAY'
  /** Seven days, starting on Monday. */
  | 'WEEK'
  /** A calendar month. */
  | 'MONTH';

/** A coding agent that can be connected. */
export type ConnectableAgent =
  /** Claude Code. */
  | 'CLAUDE_CODE'
  /** Codex. */
  | 'CODEX'
  /** Gemini CLI. */
  | 'GEMINI_CLI'
  /** Qwen Code. */
  | 'QWEN_CODE'
  /** GitHub Copilot CLI. */
  | 'GITHUB_COPILOT'
  /** OpenCode. */
  | 'OPENCODE';

/** Where a cost comes from. A sum is as good as the least of its parts: UNKNOWN, PRICED, REPORTED. */
export type CostSource =
  /** The agent reports it. */
  | 'REPORTED'
  /** Computed from a list of prices. */
  | 'PRICED'
  /** The price of a model is not known, so that its part of the cost is missing. */
  | 'UNKNOWN';

/** Sort direction; nulls come last in both. */
export type Direction =
  /** Ascending. */
  | 'ASC'
  /** Descending. */
  | 'DESC';

/** Why a run did not succeed. */
export type ErrorCategory =
  /** A tool of the agent failed. */
  | 'TOOL'
  /** The model failed. */
  | 'MODEL'
  /** Something took too long. */
  | 'TIMEOUT'
  /** Anything else. */
  | 'OTHER';

/** How the work was taken over. */
export type HandoffMethod =
  /** The whole session moved to the person's machine. */
  | 'TELEPORT'
  /** Opened in the command line client. */
  | 'OPEN_IN_CLI'
  /** The files were downloaded. */
  | 'DOWNLOAD'
  /** The patch was copied. */
  | 'COPY_PATCH'
  /** Any other method. */
  | 'OTHER';

/** How an organization is trending, compared with the previous period. */
export type HealthDirection =
  /** The change of the success rate minus that of the handoff rate is above +2 percentage points. */
  | 'IMPROVING'
  /**
   * The difference is between -2 and +2 percentage points. A rate that is null in either period
   * counts as unchanged.
   */
  | 'STABLE'
  /** The difference is below -2 percentage points. */
  | 'DECLINING';

/** A member's directory entry. */
export type MemberInput = {
  /** The person's id, as used in events. */
  userId: string;
  /** The email address; if omitted it is unchanged, null clears it. */
  email?: string | null | undefined;
  /** The display name; if omitted it is unchanged, null clears it. */
  displayName?: string | null | undefined;
  /** The role: MEMBER, MANAGER or ORG_ADMIN. */
  role: Role;
};

/** What is notable about an organization. */
export type NotableChangeKind =
  /** Fewer than 85 % of its runs succeeded. */
  | 'LOW_SUCCESS'
  /** Its cost is more than twice the usual. */
  | 'COST_SPIKE'
  /** More than 60 % of its sessions were handed off. */
  | 'HIGH_HANDOFF';

/** The sort order of a ranking of organizations. */
export type OrganizationOrder = {
  /** The sort field; ties are broken by id. */
  field: OrganizationOrderField;
  /** The sort direction. */
  direction: Direction;
};

/** What organizations can be sorted by; all but the name over the period. Nulls come last. */
export type OrganizationOrderField =
  /** Their name, bytewise. */
  | 'NAME'
  /** Their active users. */
  | 'ACTIVE_USERS'
  /** Their sessions. */
  | 'SESSIONS'
  /** Their completed runs. */
  | 'RUNS'
  /** The share of their runs that succeeded. */
  | 'SUCCESS_RATE'
  /** Runs per session. */
  | 'RUNS_PER_SESSION'
  /** The share of their sessions with a handoff. */
  | 'HANDOFF_RATE'
  /** The cost of their runs. */
  | 'COST';

/** PeriodComparison days are included. from <= to, at most 400 days; future days are allowed and empty. */
export type Period = {
  /** The first day, in UTC. */
  from: string;
  /** The last day, in UTC. */
  to: string;
};

/** What the caller may do beyond seeing the organization's figures and their own sessions. */
export type Permission =
  /** See everybody's sessions. */
  | 'VIEW_ALL_SESSIONS'
  /** See everybody's figures. */
  | 'VIEW_USERS'
  /** Export lists as CSV or JSON. */
  | 'EXPORT'
  /** Manage an organization's directory and ingest keys. */
  | 'MANAGE_ORGANIZATION'
  /** See any organization. */
  | 'SWITCH_ORGANIZATION'
  /** See the whole platform. */
  | 'VIEW_GLOBAL';

/**
 * What a person may do; MEMBER, MANAGER and ORG_ADMIN belong to an organization, SUPPORT and
 * SUPER_ADMIN to the platform.
 */
export type Role =
  /** Sees the organization's figures and their own sessions. */
  | 'MEMBER'
  /** Sees everything in the organization. */
  | 'MANAGER'
  /** Also manages its members and ingest keys. */
  | 'ORG_ADMIN'
  /** Reads any organization. */
  | 'SUPPORT'
  /** May do anything. */
  | 'SUPER_ADMIN';

/** The status of a run. */
export type RunStatus =
  /**
   * It has not ended: its first event is less than 6 hours old, or, if its agent reports steps but neither start nor
   * end of a run, its last step less than 30 minutes.
   */
  | 'RUNNING'
  /**
   * Its start was reported, its end was not, and its first event is older than that. Only the cost and tokens of
   * its steps count.
   */
  | 'LOST'
  /**
   * Its agent reports steps but neither start nor end of a run, and has been silent for longer than that. Only its
   * cost, its tokens and its steps count.
   */
  | 'STOPPED'
  /** It succeeded. */
  | 'SUCCESS'
  /** It failed. */
  | 'FAIL'
  /** It took longer than allowed. */
  | 'TIMEOUT'
  /** Someone cancelled it. */
  | 'CANCELLED';

/** Filters sessions; fields that are omitted or null do not matter. */
export type SessionFilter = {
  /** The id contains this, ignoring case. */
  idContains?: string | null | undefined;
  /** Belongs to this user. */
  userId?: string | null | undefined;
  /** Has a run that did not succeed; false: every run succeeded. */
  hasFailures?: boolean | null | undefined;
  /** Has a handoff. */
  hasHandoff?: boolean | null | undefined;
  /** A run ended within 4 hours after a handoff. */
  hasPostHandoff?: boolean | null | undefined;
  /** Minimum lifespan, in milliseconds. */
  minLifespanMs?: number | null | undefined;
  /** Maximum lifespan, in milliseconds. */
  maxLifespanMs?: number | null | undefined;
  /** Minimum cost, in USD. */
  minCostUsd?: number | null | undefined;
  /** Maximum cost, in USD. */
  maxCostUsd?: number | null | undefined;
};

/** The sort order of a list of sessions. */
export type SessionOrder = {
  /** The sort field; ties are broken by id. */
  field: SessionOrderField;
  /** The sort direction. */
  direction: Direction;
};

/** What sessions can be sorted by. */
export type SessionOrderField =
  /** When they started. */
  | 'STARTED_AT'
  /** From their first to their last event. */
  | 'LIFESPAN'
  /** The sum of their runs' durations. */
  | 'ACTIVE_TIME'
  /** Their completed runs. */
  | 'RUNS'
  /** Their handoffs. */
  | 'HANDOFFS'
  /** The share of their runs that succeeded. */
  | 'SUCCESS_RATE'
  /** Their runs that did not succeed. */
  | 'FAILURES'
  /** The cost of their runs. */
  | 'COST';

/** How a tool use ended. */
export type ToolStatus =
  /** The tool did what it was asked. */
  | 'OK'
  /** It ended with an error. */
  | 'ERROR'
  /** A person did not allow it. */
  | 'REJECTED_BY_USER'
  /** A rule did not allow it. */
  | 'REJECTED_BY_POLICY';

/** The sort order of a list of users. */
export type UserOrder = {
  /** The sort field; ties are broken by id. */
  field: UserOrderField;
  /** The sort direction. */
  direction: Direction;
};

/** What users can be sorted by; all but the name over the period of the list. */
export type UserOrderField =
  /** Their name, bytewise. */
  | 'NAME'
  /** Their sessions. */
  | 'SESSIONS'
  /** Their completed runs. */
  | 'RUNS'
  /** Runs per session. */
  | 'RUNS_PER_SESSION'
  /** Active agent time per session. */
  | 'ACTIVE_TIME'
  /** Lifespan per session. */
  | 'LIFESPAN'
  /** The share of their sessions with a handoff. */
  | 'HANDOFF_RATE'
  /** The share of their sessions with a run after a handoff. */
  | 'POST_HANDOFF_RATE'
  /** The share of their runs that succeeded. */
  | 'SUCCESS_RATE'
  /** The cost of their runs. */
  | 'COST'
  /** The cost per run. */
  | 'COST_PER_RUN';

export type OrganizationNameQueryVariables = Exact<{
  id: string;
}>;


export type OrganizationNameQuery = { organization: { id: string, name: string } | null };

export type FirstOrganizationQueryVariables = Exact<{ [key: string]: never; }>;


export type FirstOrganizationQuery = { organizations: { nodes: Array<{ id: string, name: string }> } };

export type OrganizationListQueryVariables = Exact<{
  search?: string | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type OrganizationListQuery = { organizations: { totalCount: number, nodes: Array<{ id: string, name: string, createdAt: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type PaletteSearchQueryVariables = Exact<{
  organizationId: string;
  text: string;
  period: Period;
}>;


export type PaletteSearchQuery = { organization: { sessions: { nodes: Array<{ id: string, startedAt: string, user: { id: string, name: string | null } | null }> }, users: { nodes: Array<{ id: string, name: string | null, email: string | null }> } } | null };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewer: { id: string, name: string | null, email: string | null, role: Role, permissions: Array<Permission>, organization: { id: string, name: string } | null } };

export type AgentSetupQueryVariables = Exact<{
  organizationId: string;
  agent: ConnectableAgent;
  form: AgentSetupForm;
  personal: boolean;
  repository?: string | null | undefined;
  prompts: boolean;
}>;


export type AgentSetupQuery = { organization: { agentSetup: { name: string, agent: string, notes: Array<string>, keyPlaceholder: string, snippets: Array<{ place: string, syntax: AgentSetupSyntax, text: string }> } } | null };

export type AgentSessionsQueryVariables = Exact<{
  organizationId: string;
  period: Period;
}>;


export type AgentSessionsQuery = { organization: { sessions: { nodes: Array<{ id: string, agent: string | null, lastEventAt: string, runCount: number, openRuns: number }> } } | null };

export type SeenAgentFragment = { agent: string, versions: Array<string>, lastSeenAt: string, sessions: number, refusedRecords: number, unknownRecords: number, unpricedModels: Array<string>, problems: Array<AgentProblem> };

export type SeenAgentsQueryVariables = Exact<{
  organizationId: string;
}>;


export type SeenAgentsQuery = { organization: { agents: Array<{ agent: string, versions: Array<string>, lastSeenAt: string, sessions: number, refusedRecords: number, unknownRecords: number, unpricedModels: Array<string>, problems: Array<AgentProblem> }> } | null };

export type UnknownRecordsQueryVariables = Exact<{
  organizationId: string;
}>;


export type UnknownRecordsQuery = { organization: { unknownRecords: Array<{ service: string, name: string, count: number, lastSeenAt: string }> } | null };

export type GlobalFiguresFragment = { activeUsers: number, runs: number, successRate: number | null, costUsd: number, unpricedCalls: number, totalTokens: number };

export type GlobalQueryVariables = Exact<{
  period: Period;
  bucket: Bucket;
}>;


export type GlobalQuery = { global: { organizationCount: number, metrics: { openRuns: number, activeUsers: number, runs: number, successRate: number | null, costUsd: number, unpricedCalls: number, totalTokens: number, previous: { activeUsers: number, runs: number, successRate: number | null, costUsd: number, unpricedCalls: number, totalTokens: number } | null }, trends: Array<{ start: string, end: string, metrics: { activeUsers: number, runs: number, successRate: number | null, costUsd: number, unpricedCalls: number, totalTokens: number } }>, trendsByOrganization: Array<{ organization: { id: string, name: string } | null, points: Array<{ start: string, end: string, metrics: { runs: number, costUsd: number } }> }>, notableChanges: Array<{ kind: NotableChangeKind, value: number, usual: number | null, organization: { id: string, name: string } }> } };

export type GlobalRankingQueryVariables = Exact<{
  period: Period;
  orderBy: OrganizationOrder;
  first: number;
}>;


export type GlobalRankingQuery = { global: { organizations: { totalCount: number, nodes: Array<{ health: HealthDirection, organization: { id: string, name: string }, metrics: { activeUsers: number, sessions: number, runs: number, successRate: number | null, runsPerSession: number | null, handoffRate: number | null, costUsd: number, unpricedCalls: number, previous: { successRate: number | null, handoffRate: number | null } | null } }> } } };

export type AnyActivityQueryVariables = Exact<{
  organizationId: string;
  period: Period;
}>;


export type AnyActivityQuery = { organization: { metrics: { sessions: number, runs: number } } | null };

export type OverviewFiguresFragment = { activeUsers: number, sessions: number, runs: number, successRate: number | null, p95DurationMs: number | null, costUsd: number, unpricedCalls: number, totalTokens: number, runsPerSession: number | null, activeTimePerSessionMs: number | null, lifespanPerSessionMs: number | null, handoffRate: number | null, postHandoffRate: number | null };

export type OverviewQueryVariables = Exact<{
  organizationId: string;
  period: Period;
  before: Period;
  bucket: Bucket;
}>;


export type OverviewQuery = { organization: { metrics: { openRuns: number, activeUsers: number, sessions: number, runs: number, successRate: number | null, p95DurationMs: number | null, costUsd: number, unpricedCalls: number, totalTokens: number, runsPerSession: number | null, activeTimePerSessionMs: number | null, lifespanPerSessionMs: number | null, handoffRate: number | null, postHandoffRate: number | null, previous: { activeUsers: number, sessions: number, runs: number, successRate: number | null, p95DurationMs: number | null, costUsd: number, unpricedCalls: number, totalTokens: number, runsPerSession: number | null, activeTimePerSessionMs: number | null, lifespanPerSessionMs: number | null, handoffRate: number | null, postHandoffRate: number | null } | null }, trends: Array<{ start: string, end: string, metrics: { successfulRuns: number, failedRuns: number, costPerRunUsd: number | null, inputTokens: number, outputTokens: number, activeUsers: number, sessions: number, runs: number, successRate: number | null, p95DurationMs: number | null, costUsd: number, unpricedCalls: number, totalTokens: number, runsPerSession: number | null, activeTimePerSessionMs: number | null, lifespanPerSessionMs: number | null, handoffRate: number | null, postHandoffRate: number | null } }>, before: Array<{ start: string, end: string, metrics: { successRate: number | null, costPerRunUsd: number | null, runsPerSession: number | null, handoffRate: number | null, postHandoffRate: number | null } }>, failureCategories: Array<{ category: ErrorCategory, count: number, share: number }> } | null };

export type TopSessionsQueryVariables = Exact<{
  organizationId: string;
  period: Period;
  orderBy: SessionOrder;
}>;


export type TopSessionsQuery = { organization: { sessions: { nodes: Array<{ id: string, startedAt: string, runCount: number, successRate: number | null, costUsd: number, costSource: CostSource, unpricedCalls: number, openRuns: number, isLive: boolean, user: { id: string, name: string | null } | null }> } } | null };

export type TopUsersQueryVariables = Exact<{
  organizationId: string;
  period: Period;
  orderBy: UserOrder;
}>;


export type TopUsersQuery = { organization: { users: { nodes: Array<{ id: string, name: string | null, metrics: { sessions: number, runs: number, successRate: number | null, handoffRate: number | null, costUsd: number, unpricedCalls: number } }> } } | null };

export type SessionArtifactsQueryVariables = Exact<{
  organizationId: string;
  id: string;
  after?: string | null | undefined;
}>;


export type SessionArtifactsQuery = { organization: { session: { artifacts: { filesChanged: number, linesAdded: number, linesDeleted: number, testsRun: number | null, testsPassed: number | null, files: Array<{ path: string, linesAdded: number, linesDeleted: number }> } } | null } | null };

export type RunArtifactsQueryVariables = Exact<{
  organizationId: string;
  id: string;
  after?: string | null | undefined;
  afterFile?: string | null | undefined;
}>;


export type RunArtifactsQuery = { organization: { session: { runs: Array<{ id: string, artifacts: { filesChanged: number, linesAdded: number, linesDeleted: number, testsRun: number | null, testsPassed: number | null, files: Array<{ path: string, linesAdded: number, linesDeleted: number }> } | null }> } | null } | null };

export type RunRowFragment = { id: string, number: number, status: RunStatus, startedAt: string | null, completedAt: string | null, durationMs: number | null, queueWaitMs: number | null, costUsd: number | null, costSource: CostSource | null, unpricedCalls: number | null, inputTokens: number | null, cacheReadTokens: number | null, cacheWriteTokens: number | null, outputTokens: number | null, reasoningTokens: number | null, totalTokens: number | null, model: string | null, errorCategory: ErrorCategory | null, errorType: string | null, inferred: boolean };

export type HandoffRowFragment = { id: string, occurredAt: string, method: HandoffMethod, followedByRun: boolean, inferred: boolean, user: { id: string, name: string | null } | null };

export type SessionFiguresFragment = { id: string, repoId: string | null, agent: string | null, agentVersion: string | null, mode: AgentMode | null, branch: string | null, teamId: string | null, startedAt: string, lastEventAt: string, lifespanMs: number, activeTimeMs: number, runCount: number, successfulRuns: number, failedRuns: number, successRate: number | null, handoffCount: number, hasPostHandoffIteration: boolean, costUsd: number, costSource: CostSource, unpricedCalls: number, openRuns: number, inputTokens: number, cacheReadTokens: number, cacheWriteTokens: number, outputTokens: number, isLive: boolean, user: { id: string, name: string | null } | null, runs: Array<{ id: string, number: number, status: RunStatus, startedAt: string | null, completedAt: string | null, durationMs: number | null, queueWaitMs: number | null, costUsd: number | null, costSource: CostSource | null, unpricedCalls: number | null, inputTokens: number | null, cacheReadTokens: number | null, cacheWriteTokens: number | null, outputTokens: number | null, reasoningTokens: number | null, totalTokens: number | null, model: string | null, errorCategory: ErrorCategory | null, errorType: string | null, inferred: boolean }>, handoffs: Array<{ id: string, occurredAt: string, method: HandoffMethod, followedByRun: boolean, inferred: boolean, user: { id: string, name: string | null } | null }>, timeline: { totalCount: number }, withSteps: { totalCount: number } };

export type SessionQueryVariables = Exact<{
  organizationId: string;
  id: string;
}>;


export type SessionQuery = { organization: { session: { id: string, repoId: string | null, agent: string | null, agentVersion: string | null, mode: AgentMode | null, branch: string | null, teamId: string | null, startedAt: string, lastEventAt: string, lifespanMs: number, activeTimeMs: number, runCount: number, successfulRuns: number, failedRuns: number, successRate: number | null, handoffCount: number, hasPostHandoffIteration: boolean, costUsd: number, costSource: CostSource, unpricedCalls: number, openRuns: number, inputTokens: number, cacheReadTokens: number, cacheWriteTokens: number, outputTokens: number, isLive: boolean, user: { id: string, name: string | null } | null, runs: Array<{ id: string, number: number, status: RunStatus, startedAt: string | null, completedAt: string | null, durationMs: number | null, queueWaitMs: number | null, costUsd: number | null, costSource: CostSource | null, unpricedCalls: number | null, inputTokens: number | null, cacheReadTokens: number | null, cacheWriteTokens: number | null, outputTokens: number | null, reasoningTokens: number | null, totalTokens: number | null, model: string | null, errorCategory: ErrorCategory | null, errorType: string | null, inferred: boolean }>, handoffs: Array<{ id: string, occurredAt: string, method: HandoffMethod, followedByRun: boolean, inferred: boolean, user: { id: string, name: string | null } | null }>, timeline: { totalCount: number }, withSteps: { totalCount: number } } | null } | null };

export type SessionRunsQueryVariables = Exact<{
  organizationId: string;
  id: string;
  after: string;
}>;


export type SessionRunsQuery = { organization: { session: { runs: Array<{ id: string, number: number, status: RunStatus, startedAt: string | null, completedAt: string | null, durationMs: number | null, queueWaitMs: number | null, costUsd: number | null, costSource: CostSource | null, unpricedCalls: number | null, inputTokens: number | null, cacheReadTokens: number | null, cacheWriteTokens: number | null, outputTokens: number | null, reasoningTokens: number | null, totalTokens: number | null, model: string | null, errorCategory: ErrorCategory | null, errorType: string | null, inferred: boolean }> } | null } | null };

export type SessionHandoffsQueryVariables = Exact<{
  organizationId: string;
  id: string;
  after: string;
}>;


export type SessionHandoffsQuery = { organization: { session: { handoffs: Array<{ id: string, occurredAt: string, method: HandoffMethod, followedByRun: boolean, inferred: boolean, user: { id: string, name: string | null } | null }> } | null } | null };

export type CallStepFragment = { id: string, occurredAt: string, model: string | null, role: string, ok: boolean, errorType: string | null, inputTokens: number, cacheReadTokens: number, outputTokens: number, reasoningTokens: number, costUsd: number | null, costSource: CostSource, durationMs: number | null };

export type UseStepFragment = { id: string, occurredAt: string, tool: string, status: ToolStatus, durationMs: number | null, waitedMs: number | null };

export type RunStepsQueryVariables = Exact<{
  organizationId: string;
  id: string;
  after?: string | null | undefined;
  first: number;
  calls?: string | null | undefined;
  uses?: string | null | undefined;
}>;


export type RunStepsQuery = { organization: { session: { runs: Array<{ id: string, modelCalls: { nodes: Array<{ id: string, occurredAt: string, model: string | null, role: string, ok: boolean, errorType: string | null, inputTokens: number, cacheReadTokens: number, outputTokens: number, reasoningTokens: number, costUsd: number | null, costSource: CostSource, durationMs: number | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, toolUses: { nodes: Array<{ id: string, occurredAt: string, tool: string, status: ToolStatus, durationMs: number | null, waitedMs: number | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } }> } | null } | null };

type TimelineRow_HandoffEvent_Fragment = { __typename: 'HandoffEvent', id: string, occurredAt: string, actor: Actor, handoff: { id: string, occurredAt: string, method: HandoffMethod, followedByRun: boolean, inferred: boolean, user: { id: string, name: string | null } | null } };

type TimelineRow_MessageEvent_Fragment = { __typename: 'MessageEvent', text: string | null, id: string, occurredAt: string, actor: Actor, user: { id: string, name: string | null } | null };

type TimelineRow_ModelCallEvent_Fragment = { __typename: 'ModelCallEvent', id: string, occurredAt: string, actor: Actor };

type TimelineRow_RunCompletedEvent_Fragment = { __typename: 'RunCompletedEvent', id: string, occurredAt: string, actor: Actor, run: { id: string, number: number, status: RunStatus, startedAt: string | null, completedAt: string | null, durationMs: number | null, queueWaitMs: number | null, costUsd: number | null, costSource: CostSource | null, unpricedCalls: number | null, inputTokens: number | null, cacheReadTokens: number | null, cacheWriteTokens: number | null, outputTokens: number | null, reasoningTokens: number | null, totalTokens: number | null, model: string | null, errorCategory: ErrorCategory | null, errorType: string | null, inferred: boolean } };

type TimelineRow_RunStartedEvent_Fragment = { __typename: 'RunStartedEvent', id: string, occurredAt: string, actor: Actor, run: { id: string, number: number, status: RunStatus, startedAt: string | null, completedAt: string | null, durationMs: number | null, queueWaitMs: number | null, costUsd: number | null, costSource: CostSource | null, unpricedCalls: number | null, inputTokens: number | null, cacheReadTokens: number | null, cacheWriteTokens: number | null, outputTokens: number | null, reasoningTokens: number | null, totalTokens: number | null, model: string | null, errorCategory: ErrorCategory | null, errorType: string | null, inferred: boolean } };

type TimelineRow_ToolUseEvent_Fragment = { __typename: 'ToolUseEvent', id: string, occurredAt: string, actor: Actor };

export type TimelineRowFragment =
  | TimelineRow_HandoffEvent_Fragment
  | TimelineRow_MessageEvent_Fragment
  | TimelineRow_ModelCallEvent_Fragment
  | TimelineRow_RunCompletedEvent_Fragment
  | TimelineRow_RunStartedEvent_Fragment
  | TimelineRow_ToolUseEvent_Fragment
;

export type SessionTimelineQueryVariables = Exact<{
  organizationId: string;
  id: string;
  first: number;
  after?: string | null | undefined;
}>;


export type SessionTimelineQuery = { organization: { session: { timeline: { nodes: Array<
          | { __typename: 'HandoffEvent', id: string, occurredAt: string, actor: Actor, handoff: { id: string, occurredAt: string, method: HandoffMethod, followedByRun: boolean, inferred: boolean, user: { id: string, name: string | null } | null } }
          | { __typename: 'MessageEvent', text: string | null, id: string, occurredAt: string, actor: Actor, user: { id: string, name: string | null } | null }
          | { __typename: 'ModelCallEvent', id: string, occurredAt: string, actor: Actor }
          | { __typename: 'RunCompletedEvent', id: string, occurredAt: string, actor: Actor, run: { id: string, number: number, status: RunStatus, startedAt: string | null, completedAt: string | null, durationMs: number | null, queueWaitMs: number | null, costUsd: number | null, costSource: CostSource | null, unpricedCalls: number | null, inputTokens: number | null, cacheReadTokens: number | null, cacheWriteTokens: number | null, outputTokens: number | null, reasoningTokens: number | null, totalTokens: number | null, model: string | null, errorCategory: ErrorCategory | null, errorType: string | null, inferred: boolean } }
          | { __typename: 'RunStartedEvent', id: string, occurredAt: string, actor: Actor, run: { id: string, number: number, status: RunStatus, startedAt: string | null, completedAt: string | null, durationMs: number | null, queueWaitMs: number | null, costUsd: number | null, costSource: CostSource | null, unpricedCalls: number | null, inputTokens: number | null, cacheReadTokens: number | null, cacheWriteTokens: number | null, outputTokens: number | null, reasoningTokens: number | null, totalTokens: number | null, model: string | null, errorCategory: ErrorCategory | null, errorType: string | null, inferred: boolean } }
          | { __typename: 'ToolUseEvent', id: string, occurredAt: string, actor: Actor }
        >, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null } | null };

export type SessionEventsSubscriptionVariables = Exact<{
  organizationId: string;
  id: string;
}>;


export type SessionEventsSubscription = { sessionEvents:
    | { __typename: 'HandoffEvent', id: string, occurredAt: string, actor: Actor, handoff: { id: string, occurredAt: string, method: HandoffMethod, followedByRun: boolean, inferred: boolean, user: { id: string, name: string | null } | null } }
    | { __typename: 'MessageEvent', text: string | null, id: string, occurredAt: string, actor: Actor, user: { id: string, name: string | null } | null }
    | { __typename: 'ModelCallEvent', id: string, occurredAt: string, actor: Actor }
    | { __typename: 'RunCompletedEvent', id: string, occurredAt: string, actor: Actor, run: { id: string, number: number, status: RunStatus, startedAt: string | null, completedAt: string | null, durationMs: number | null, queueWaitMs: number | null, costUsd: number | null, costSource: CostSource | null, unpricedCalls: number | null, inputTokens: number | null, cacheReadTokens: number | null, cacheWriteTokens: number | null, outputTokens: number | null, reasoningTokens: number | null, totalTokens: number | null, model: string | null, errorCategory: ErrorCategory | null, errorType: string | null, inferred: boolean } }
    | { __typename: 'RunStartedEvent', id: string, occurredAt: string, actor: Actor, run: { id: string, number: number, status: RunStatus, startedAt: string | null, completedAt: string | null, durationMs: number | null, queueWaitMs: number | null, costUsd: number | null, costSource: CostSource | null, unpricedCalls: number | null, inputTokens: number | null, cacheReadTokens: number | null, cacheWriteTokens: number | null, outputTokens: number | null, reasoningTokens: number | null, totalTokens: number | null, model: string | null, errorCategory: ErrorCategory | null, errorType: string | null, inferred: boolean } }
    | { __typename: 'ToolUseEvent', id: string, occurredAt: string, actor: Actor }
   };

export type SessionsQueryVariables = Exact<{
  organizationId: string;
  period: Period;
  filter: SessionFilter;
  orderBy: SessionOrder;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type SessionsQuery = { organization: { sessions: { nodes: Array<{ id: string, repoId: string | null, startedAt: string, lifespanMs: number, activeTimeMs: number, runCount: number, failedRuns: number, successRate: number | null, handoffCount: number, hasPostHandoffIteration: boolean, costUsd: number, costSource: CostSource, unpricedCalls: number, openRuns: number, agent: string | null, mode: AgentMode | null, inputTokens: number, outputTokens: number, isLive: boolean, user: { id: string, name: string | null } | null }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } } | null };

export type SessionsSummaryQueryVariables = Exact<{
  organizationId: string;
  period: Period;
  filter: SessionFilter;
}>;


export type SessionsSummaryQuery = { organization: { sessions: { totalCount: number, summary: { activeUsers: number, runs: number, successRate: number | null, costUsd: number, unpricedCalls: number, costPerSessionUsd: number | null, runsPerSession: number | null, activeTimePerSessionMs: number | null, lifespanPerSessionMs: number | null, handoffRate: number | null, postHandoffRate: number | null } } } | null };

export type SessionPeekQueryVariables = Exact<{
  organizationId: string;
  id: string;
}>;


export type SessionPeekQuery = { organization: { session: { id: string, repoId: string | null, startedAt: string, lastEventAt: string, lifespanMs: number, activeTimeMs: number, runCount: number, successRate: number | null, handoffCount: number, hasPostHandoffIteration: boolean, costUsd: number, costSource: CostSource, unpricedCalls: number, openRuns: number, agent: string | null, agentVersion: string | null, mode: AgentMode | null, branch: string | null, isLive: boolean, user: { id: string, name: string | null } | null, runs: Array<{ id: string, number: number, status: RunStatus, durationMs: number | null, costUsd: number | null, costSource: CostSource | null, unpricedCalls: number | null }> } | null } | null };

export type UserNameQueryVariables = Exact<{
  organizationId: string;
  id: string;
}>;


export type UserNameQuery = { organization: { user: { id: string, name: string | null } | null } | null };

export type SessionsUsersQueryVariables = Exact<{
  organizationId: string;
  period: Period;
  search?: string | null | undefined;
}>;


export type SessionsUsersQuery = { organization: { users: { nodes: Array<{ id: string, name: string | null, email: string | null }> } } | null };

export type DeadLettersQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type DeadLettersQuery = { deadLetters: { totalCount: number, nodes: Array<{ organizationId: string, eventId: string, attempts: number, lastError: string, deadAt: string, event: unknown }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ReplayDeadLettersMutationVariables = Exact<{
  organizationId?: string | null | undefined;
  eventIds?: Array<string> | null | undefined;
}>;


export type ReplayDeadLettersMutation = { replayDeadLetters: number };

export type KeyFragment = { id: string, name: string, prefix: string, organizationId: string | null, createdAt: string, createdById: string | null, lastUsedAt: string | null, expiresAt: string | null, revokedAt: string | null };

export type OrganizationKeysQueryVariables = Exact<{
  organizationId: string;
}>;


export type OrganizationKeysQuery = { organization: { ingestKeys: Array<{ id: string, name: string, prefix: string, organizationId: string | null, createdAt: string, createdById: string | null, lastUsedAt: string | null, expiresAt: string | null, revokedAt: string | null }> } | null };

export type PlatformKeysQueryVariables = Exact<{ [key: string]: never; }>;


export type PlatformKeysQuery = { platformIngestKeys: Array<{ id: string, name: string, prefix: string, organizationId: string | null, createdAt: string, createdById: string | null, lastUsedAt: string | null, expiresAt: string | null, revokedAt: string | null }> };

export type CreateKeyMutationVariables = Exact<{
  organizationId?: string | null | undefined;
  name: string;
  expiresAt?: string | null | undefined;
}>;


export type CreateKeyMutation = { createIngestKey: { secret: string, key: { id: string, name: string, prefix: string, organizationId: string | null, createdAt: string, createdById: string | null, lastUsedAt: string | null, expiresAt: string | null, revokedAt: string | null } } };

export type RevokeKeyMutationVariables = Exact<{
  id: string;
}>;


export type RevokeKeyMutation = { revokeIngestKey: { id: string, revokedAt: string | null } };

export type MemberFragment = { id: string, name: string | null, email: string | null, role: Role | null, memberSince: string | null, lastActiveAt: string | null };

export type MembersQueryVariables = Exact<{
  organizationId: string;
  period: Period;
  search?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type MembersQuery = { organization: { users: { totalCount: number, nodes: Array<{ id: string, name: string | null, email: string | null, role: Role | null, memberSince: string | null, lastActiveAt: string | null }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } } | null };

export type UpsertMemberMutationVariables = Exact<{
  organizationId: string;
  member: MemberInput;
}>;


export type UpsertMemberMutation = { upsertMember: { id: string } };

export type RemoveMemberMutationVariables = Exact<{
  organizationId: string;
  userId: string;
}>;


export type RemoveMemberMutation = { removeMember: { id: string } };

export type UpsertOrganizationMutationVariables = Exact<{
  id: string;
  name: string;
}>;


export type UpsertOrganizationMutation = { upsertOrganization: { id: string, name: string } };

export type PipelineQueryVariables = Exact<{ [key: string]: never; }>;


export type PipelineQuery = { pipeline: { queueDepth: number, oldestQueuedMs: number, eventsStored: number, deadLetters: number, lastProjectedAt: string | null } };

export type UserQueryVariables = Exact<{
  organizationId: string;
  id: string;
  period: Period;
  bucket: Bucket;
}>;


export type UserQuery = { organization: { metrics: { activeUsers: number, sessions: number, runs: number, runsPerSession: number | null, activeTimePerSessionMs: number | null, lifespanPerSessionMs: number | null, handoffRate: number | null, postHandoffRate: number | null, successRate: number | null, costUsd: number, costPerRunUsd: number | null, unpricedCalls: number }, user: { id: string, name: string | null, email: string | null, role: Role | null, memberSince: string | null, lastActiveAt: string | null, metrics: { sessions: number, runs: number, runsPerSession: number | null, activeTimePerSessionMs: number | null, lifespanPerSessionMs: number | null, handoffRate: number | null, postHandoffRate: number | null, successRate: number | null, costUsd: number, costPerRunUsd: number | null, unpricedCalls: number }, trends: Array<{ start: string, end: string, metrics: { sessions: number, runs: number, successfulRuns: number, failedRuns: number, costUsd: number, runsPerSession: number | null, handoffRate: number | null, postHandoffRate: number | null } }> } | null } | null };

export type UserFiguresFragment = { sessions: number, runs: number, runsPerSession: number | null, activeTimePerSessionMs: number | null, lifespanPerSessionMs: number | null, handoffRate: number | null, postHandoffRate: number | null, successRate: number | null, costUsd: number, costPerRunUsd: number | null, unpricedCalls: number };

export type UsersQueryVariables = Exact<{
  organizationId: string;
  period: Period;
  search?: string | null | undefined;
  orderBy: UserOrder;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type UsersQuery = { organization: { users: { nodes: Array<{ id: string, name: string | null, email: string | null, role: Role | null, lastActiveAt: string | null, metrics: { sessions: number, runs: number, runsPerSession: number | null, activeTimePerSessionMs: number | null, lifespanPerSessionMs: number | null, handoffRate: number | null, postHandoffRate: number | null, successRate: number | null, costUsd: number, costPerRunUsd: number | null, unpricedCalls: number } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } } | null };

export type UsersSummaryQueryVariables = Exact<{
  organizationId: string;
  period: Period;
  search?: string | null | undefined;
}>;


export type UsersSummaryQuery = { organization: { users: { totalCount: number, summary: { activeUsers: number, totalTokens: number, sessions: number, runs: number, runsPerSession: number | null, activeTimePerSessionMs: number | null, lifespanPerSessionMs: number | null, handoffRate: number | null, postHandoffRate: number | null, successRate: number | null, costUsd: number, costPerRunUsd: number | null, unpricedCalls: number } } } | null };

export type UserPeekQueryVariables = Exact<{
  organizationId: string;
  id: string;
  period: Period;
}>;


export type UserPeekQuery = { organization: { user: { id: string, name: string | null, email: string | null, role: Role | null, memberSince: string | null, lastActiveAt: string | null, metrics: { sessions: number, runs: number, runsPerSession: number | null, activeTimePerSessionMs: number | null, lifespanPerSessionMs: number | null, handoffRate: number | null, postHandoffRate: number | null, successRate: number | null, costUsd: number, costPerRunUsd: number | null, unpricedCalls: number }, sessions: { totalCount: number, nodes: Array<{ id: string, startedAt: string, runCount: number, costUsd: number, costSource: CostSource, unpricedCalls: number, isLive: boolean }> } } | null } | null };

export type ArrivedFragment = { nodes: Array<{ id: string, startedAt: string, runCount: number }> };

export type FirstSessionQueryVariables = Exact<{
  organizationId: string;
  period: Period;
  expected: string;
}>;


export type FirstSessionQuery = { organization: { any: { nodes: Array<{ id: string, startedAt: string, runCount: number }> }, expected: { nodes: Array<{ id: string, startedAt: string, runCount: number }> } } | null };

export type LiveCountsFragment = { at: string, running: number, activeSessions: number, startedLastMinute: number, completedToday: number, failedToday: number, successRateToday: number | null, costTodayUsd: number };

export type OrganizationLiveSubscriptionVariables = Exact<{
  organizationId?: string | null | undefined;
}>;


export type OrganizationLiveSubscription = { liveRunCounts: { at: string, running: number, activeSessions: number, startedLastMinute: number, completedToday: number, failedToday: number, successRateToday: number | null, costTodayUsd: number } };

export type GlobalLiveSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type GlobalLiveSubscription = { globalLiveRunCounts: { at: string, running: number, activeSessions: number, startedLastMinute: number, completedToday: number, failedToday: number, successRateToday: number | null, costTodayUsd: number } };

/** The text of an operation; its types are what it answers and what it takes. */
export type TypedDocument<Result, Variables> = string & { readonly types?: (variables: Variables) => Result };

export const OrganizationNameDocument = "query OrganizationName($id:ID!){organization(id:$id){id name}}" as TypedDocument<OrganizationNameQuery, OrganizationNameQueryVariables>;
export const FirstOrganizationDocument = "query FirstOrganization{organizations(first:1){nodes{id name}}}" as TypedDocument<FirstOrganizationQuery, FirstOrganizationQueryVariables>;
export const OrganizationListDocument = "query OrganizationList($search:String$first:Int!$after:String){organizations(search:$search first:$first after:$after){totalCount nodes{id name createdAt}pageInfo{hasNextPage endCursor}}}" as TypedDocument<OrganizationListQuery, OrganizationListQueryVariables>;
export const PaletteSearchDocument = "query PaletteSearch($organizationId:ID!$text:String!$period:Period!){organization(id:$organizationId){sessions(period:$period filter:{idContains:$text}first:6){nodes{id startedAt user{id name}}}users(period:$period search:$text first:6){nodes{id name email}}}}" as TypedDocument<PaletteSearchQuery, PaletteSearchQueryVariables>;
export const ViewerDocument = "query Viewer{viewer{id name email role permissions organization{id name}}}" as TypedDocument<ViewerQuery, ViewerQueryVariables>;
export const AgentSetupDocument = "query AgentSetup($organizationId:ID!$agent:ConnectableAgent!$form:AgentSetupForm!$personal:Boolean!$repository:String$prompts:Boolean!){organization(id:$organizationId){agentSetup(agent:$agent form:$form personal:$personal repository:$repository prompts:$prompts){name agent snippets{place syntax text}notes keyPlaceholder}}}" as TypedDocument<AgentSetupQuery, AgentSetupQueryVariables>;
export const AgentSessionsDocument = "query AgentSessions($organizationId:ID!$period:Period!){organization(id:$organizationId){sessions(period:$period orderBy:{field:STARTED_AT direction:DESC}first:50){nodes{id agent lastEventAt runCount openRuns}}}}" as TypedDocument<AgentSessionsQuery, AgentSessionsQueryVariables>;
export const SeenAgentsDocument = "query SeenAgents($organizationId:ID!){organization(id:$organizationId){agents{...SeenAgent}}}fragment SeenAgent on Agent{agent versions lastSeenAt sessions refusedRecords unknownRecords unpricedModels problems}" as TypedDocument<SeenAgentsQuery, SeenAgentsQueryVariables>;
export const UnknownRecordsDocument = "query UnknownRecords($organizationId:ID!){organization(id:$organizationId){unknownRecords{service name count lastSeenAt}}}" as TypedDocument<UnknownRecordsQuery, UnknownRecordsQueryVariables>;
export const GlobalDocument = "query Global($period:Period!$bucket:Bucket!){global(period:$period){organizationCount metrics{...GlobalFigures openRuns previous{...GlobalFigures}}trends(bucket:$bucket){start end metrics{...GlobalFigures}}trendsByOrganization(top:5 bucket:$bucket){organization{id name}points{start end metrics{runs costUsd}}}notableChanges{organization{id name}kind value usual}}}fragment GlobalFigures on Metrics{activeUsers runs successRate costUsd unpricedCalls totalTokens}" as TypedDocument<GlobalQuery, GlobalQueryVariables>;
export const GlobalRankingDocument = "query GlobalRanking($period:Period!$orderBy:OrganizationOrder!$first:Int!){global(period:$period){organizations(orderBy:$orderBy first:$first){totalCount nodes{health organization{id name}metrics{activeUsers sessions runs successRate runsPerSession handoffRate costUsd unpricedCalls previous{successRate handoffRate}}}}}}" as TypedDocument<GlobalRankingQuery, GlobalRankingQueryVariables>;
export const AnyActivityDocument = "query AnyActivity($organizationId:ID!$period:Period!){organization(id:$organizationId){metrics(period:$period){sessions runs}}}" as TypedDocument<AnyActivityQuery, AnyActivityQueryVariables>;
export const OverviewDocument = "query Overview($organizationId:ID!$period:Period!$before:Period!$bucket:Bucket!){organization(id:$organizationId){metrics(period:$period){...OverviewFigures openRuns previous{...OverviewFigures}}trends(period:$period bucket:$bucket){start end metrics{...OverviewFigures successfulRuns failedRuns costPerRunUsd inputTokens outputTokens}}before:trends(period:$before bucket:$bucket){start end metrics{successRate costPerRunUsd runsPerSession handoffRate postHandoffRate}}failureCategories(period:$period){category count share}}}fragment OverviewFigures on Metrics{activeUsers sessions runs successRate p95DurationMs costUsd unpricedCalls totalTokens runsPerSession activeTimePerSessionMs lifespanPerSessionMs handoffRate postHandoffRate}" as TypedDocument<OverviewQuery, OverviewQueryVariables>;
export const TopSessionsDocument = "query TopSessions($organizationId:ID!$period:Period!$orderBy:SessionOrder!){organization(id:$organizationId){sessions(period:$period orderBy:$orderBy first:10){nodes{id startedAt runCount successRate costUsd costSource unpricedCalls openRuns isLive user{id name}}}}}" as TypedDocument<TopSessionsQuery, TopSessionsQueryVariables>;
export const TopUsersDocument = "query TopUsers($organizationId:ID!$period:Period!$orderBy:UserOrder!){organization(id:$organizationId){users(period:$period orderBy:$orderBy first:10){nodes{id name metrics(period:$period){sessions runs successRate handoffRate costUsd unpricedCalls}}}}}" as TypedDocument<TopUsersQuery, TopUsersQueryVariables>;
export const SessionArtifactsDocument = "query SessionArtifacts($organizationId:ID!$id:ID!$after:ID){organization(id:$organizationId){session(id:$id){artifacts{filesChanged linesAdded linesDeleted testsRun testsPassed files(after:$after){path linesAdded linesDeleted}}}}}" as TypedDocument<SessionArtifactsQuery, SessionArtifactsQueryVariables>;
export const RunArtifactsDocument = "query RunArtifacts($organizationId:ID!$id:ID!$after:ID$afterFile:ID){organization(id:$organizationId){session(id:$id){runs(first:1 after:$after){id artifacts{filesChanged linesAdded linesDeleted testsRun testsPassed files(after:$afterFile){path linesAdded linesDeleted}}}}}}" as TypedDocument<RunArtifactsQuery, RunArtifactsQueryVariables>;
export const SessionDocument = "query Session($organizationId:ID!$id:ID!){organization(id:$organizationId){session(id:$id){...SessionFigures}}}fragment SessionFigures on Session{id repoId agent agentVersion mode branch teamId startedAt lastEventAt lifespanMs activeTimeMs runCount successfulRuns failedRuns successRate handoffCount hasPostHandoffIteration costUsd costSource unpricedCalls openRuns inputTokens cacheReadTokens cacheWriteTokens outputTokens isLive user{id name}runs{...RunRow}handoffs{...HandoffRow}timeline(first:0){totalCount}withSteps:timeline(first:0 steps:true){totalCount}}fragment RunRow on Run{id number status startedAt completedAt durationMs queueWaitMs costUsd costSource unpricedCalls inputTokens cacheReadTokens cacheWriteTokens outputTokens reasoningTokens totalTokens model errorCategory errorType inferred}fragment HandoffRow on Handoff{id occurredAt method followedByRun inferred user{id name}}" as TypedDocument<SessionQuery, SessionQueryVariables>;
export const SessionRunsDocument = "query SessionRuns($organizationId:ID!$id:ID!$after:ID!){organization(id:$organizationId){session(id:$id){runs(after:$after){...RunRow}}}}fragment RunRow on Run{id number status startedAt completedAt durationMs queueWaitMs costUsd costSource unpricedCalls inputTokens cacheReadTokens cacheWriteTokens outputTokens reasoningTokens totalTokens model errorCategory errorType inferred}" as TypedDocument<SessionRunsQuery, SessionRunsQueryVariables>;
export const SessionHandoffsDocument = "query SessionHandoffs($organizationId:ID!$id:ID!$after:ID!){organization(id:$organizationId){session(id:$id){handoffs(after:$after){...HandoffRow}}}}fragment HandoffRow on Handoff{id occurredAt method followedByRun inferred user{id name}}" as TypedDocument<SessionHandoffsQuery, SessionHandoffsQueryVariables>;
export const RunStepsDocument = "query RunSteps($organizationId:ID!$id:ID!$after:ID$first:Int!$calls:String$uses:String){organization(id:$organizationId){session(id:$id){runs(first:1 after:$after){id modelCalls(first:$first after:$calls){nodes{...CallStep}pageInfo{hasNextPage endCursor}}toolUses(first:$first after:$uses){nodes{...UseStep}pageInfo{hasNextPage endCursor}}}}}}fragment CallStep on ModelCall{id occurredAt model role ok errorType inputTokens cacheReadTokens outputTokens reasoningTokens costUsd costSource durationMs}fragment UseStep on ToolUse{id occurredAt tool status durationMs waitedMs}" as TypedDocument<RunStepsQuery, RunStepsQueryVariables>;
export const SessionTimelineDocument = "query SessionTimeline($organizationId:ID!$id:ID!$first:Int!$after:String){organization(id:$organizationId){session(id:$id){timeline(first:$first after:$after){nodes{...TimelineRow}pageInfo{hasNextPage endCursor}}}}}fragment TimelineRow on TimelineEvent{__typename id occurredAt actor ...on MessageEvent{text user{id name}}...on RunStartedEvent{run{...RunRow}}...on RunCompletedEvent{run{...RunRow}}...on HandoffEvent{handoff{...HandoffRow}}}fragment RunRow on Run{id number status startedAt completedAt durationMs queueWaitMs costUsd costSource unpricedCalls inputTokens cacheReadTokens cacheWriteTokens outputTokens reasoningTokens totalTokens model errorCategory errorType inferred}fragment HandoffRow on Handoff{id occurredAt method followedByRun inferred user{id name}}" as TypedDocument<SessionTimelineQuery, SessionTimelineQueryVariables>;
export const SessionEventsDocument = "subscription SessionEvents($organizationId:ID!$id:ID!){sessionEvents(organizationId:$organizationId sessionId:$id steps:true){...TimelineRow}}fragment TimelineRow on TimelineEvent{__typename id occurredAt actor ...on MessageEvent{text user{id name}}...on RunStartedEvent{run{...RunRow}}...on RunCompletedEvent{run{...RunRow}}...on HandoffEvent{handoff{...HandoffRow}}}fragment RunRow on Run{id number status startedAt completedAt durationMs queueWaitMs costUsd costSource unpricedCalls inputTokens cacheReadTokens cacheWriteTokens outputTokens reasoningTokens totalTokens model errorCategory errorType inferred}fragment HandoffRow on Handoff{id occurredAt method followedByRun inferred user{id name}}" as TypedDocument<SessionEventsSubscription, SessionEventsSubscriptionVariables>;
export const SessionsDocument = "query Sessions($organizationId:ID!$period:Period!$filter:SessionFilter!$orderBy:SessionOrder!$first:Int$after:String$last:Int$before:String){organization(id:$organizationId){sessions(period:$period filter:$filter orderBy:$orderBy first:$first after:$after last:$last before:$before){nodes{id repoId startedAt lifespanMs activeTimeMs runCount failedRuns successRate handoffCount hasPostHandoffIteration costUsd costSource unpricedCalls openRuns agent mode inputTokens outputTokens isLive user{id name}}pageInfo{hasNextPage hasPreviousPage startCursor endCursor}}}}" as TypedDocument<SessionsQuery, SessionsQueryVariables>;
export const SessionsSummaryDocument = "query SessionsSummary($organizationId:ID!$period:Period!$filter:SessionFilter!){organization(id:$organizationId){sessions(period:$period filter:$filter first:0){totalCount summary{activeUsers runs successRate costUsd unpricedCalls costPerSessionUsd runsPerSession activeTimePerSessionMs lifespanPerSessionMs handoffRate postHandoffRate}}}}" as TypedDocument<SessionsSummaryQuery, SessionsSummaryQueryVariables>;
export const SessionPeekDocument = "query SessionPeek($organizationId:ID!$id:ID!){organization(id:$organizationId){session(id:$id){id repoId startedAt lastEventAt lifespanMs activeTimeMs runCount successRate handoffCount hasPostHandoffIteration costUsd costSource unpricedCalls openRuns agent agentVersion mode branch isLive user{id name}runs{id number status durationMs costUsd costSource unpricedCalls}}}}" as TypedDocument<SessionPeekQuery, SessionPeekQueryVariables>;
export const UserNameDocument = "query UserName($organizationId:ID!$id:ID!){organization(id:$organizationId){user(id:$id){id name}}}" as TypedDocument<UserNameQuery, UserNameQueryVariables>;
export const SessionsUsersDocument = "query SessionsUsers($organizationId:ID!$period:Period!$search:String){organization(id:$organizationId){users(period:$period search:$search orderBy:{field:NAME direction:ASC}first:20){nodes{id name email}}}}" as TypedDocument<SessionsUsersQuery, SessionsUsersQueryVariables>;
export const DeadLettersDocument = "query DeadLetters($first:Int!$after:String){deadLetters(first:$first after:$after){totalCount nodes{organizationId eventId attempts lastError deadAt event}pageInfo{hasNextPage endCursor}}}" as TypedDocument<DeadLettersQuery, DeadLettersQueryVariables>;
export const ReplayDeadLettersDocument = "mutation ReplayDeadLetters($organizationId:ID$eventIds:[ID!]){replayDeadLetters(organizationId:$organizationId eventIds:$eventIds)}" as TypedDocument<ReplayDeadLettersMutation, ReplayDeadLettersMutationVariables>;
export const OrganizationKeysDocument = "query OrganizationKeys($organizationId:ID!){organization(id:$organizationId){ingestKeys{...Key}}}fragment Key on IngestKey{id name prefix organizationId createdAt createdById lastUsedAt expiresAt revokedAt}" as TypedDocument<OrganizationKeysQuery, OrganizationKeysQueryVariables>;
export const PlatformKeysDocument = "query PlatformKeys{platformIngestKeys{...Key}}fragment Key on IngestKey{id name prefix organizationId createdAt createdById lastUsedAt expiresAt revokedAt}" as TypedDocument<PlatformKeysQuery, PlatformKeysQueryVariables>;
export const CreateKeyDocument = "mutation CreateKey($organizationId:ID$name:String!$expiresAt:DateTime){createIngestKey(organizationId:$organizationId name:$name expiresAt:$expiresAt){secret key{...Key}}}fragment Key on IngestKey{id name prefix organizationId createdAt createdById lastUsedAt expiresAt revokedAt}" as TypedDocument<CreateKeyMutation, CreateKeyMutationVariables>;
export const RevokeKeyDocument = "mutation RevokeKey($id:ID!){revokeIngestKey(id:$id){id revokedAt}}" as TypedDocument<RevokeKeyMutation, RevokeKeyMutationVariables>;
export const MembersDocument = "query Members($organizationId:ID!$period:Period!$search:String$first:Int$after:String$last:Int$before:String){organization(id:$organizationId){users(period:$period search:$search orderBy:{field:NAME direction:ASC}first:$first after:$after last:$last before:$before){totalCount nodes{...Member}pageInfo{hasNextPage hasPreviousPage startCursor endCursor}}}}fragment Member on OrganizationUser{id name email role memberSince lastActiveAt}" as TypedDocument<MembersQuery, MembersQueryVariables>;
export const UpsertMemberDocument = "mutation UpsertMember($organizationId:ID!$member:MemberInput!){upsertMember(organizationId:$organizationId member:$member){id}}" as TypedDocument<UpsertMemberMutation, UpsertMemberMutationVariables>;
export const RemoveMemberDocument = "mutation RemoveMember($organizationId:ID!$userId:ID!){removeMember(organizationId:$organizationId userId:$userId){id}}" as TypedDocument<RemoveMemberMutation, RemoveMemberMutationVariables>;
export const UpsertOrganizationDocument = "mutation UpsertOrganization($id:ID!$name:String!){upsertOrganization(id:$id name:$name){id name}}" as TypedDocument<UpsertOrganizationMutation, UpsertOrganizationMutationVariables>;
export const PipelineDocument = "query Pipeline{pipeline{queueDepth oldestQueuedMs eventsStored deadLetters lastProjectedAt}}" as TypedDocument<PipelineQuery, PipelineQueryVariables>;
export const UserDocument = "query User($organizationId:ID!$id:ID!$period:Period!$bucket:Bucket!){organization(id:$organizationId){metrics(period:$period){activeUsers ...UserFigures}user(id:$id){id name email role memberSince lastActiveAt metrics(period:$period){...UserFigures}trends(period:$period bucket:$bucket){start end metrics{sessions runs successfulRuns failedRuns costUsd runsPerSession handoffRate postHandoffRate}}}}}fragment UserFigures on Metrics{sessions runs runsPerSession activeTimePerSessionMs lifespanPerSessionMs handoffRate postHandoffRate successRate costUsd costPerRunUsd unpricedCalls}" as TypedDocument<UserQuery, UserQueryVariables>;
export const UsersDocument = "query Users($organizationId:ID!$period:Period!$search:String$orderBy:UserOrder!$first:Int$after:String$last:Int$before:String){organization(id:$organizationId){users(period:$period search:$search orderBy:$orderBy first:$first after:$after last:$last before:$before){nodes{id name email role lastActiveAt metrics(period:$period){...UserFigures}}pageInfo{hasNextPage hasPreviousPage startCursor endCursor}}}}fragment UserFigures on Metrics{sessions runs runsPerSession activeTimePerSessionMs lifespanPerSessionMs handoffRate postHandoffRate successRate costUsd costPerRunUsd unpricedCalls}" as TypedDocument<UsersQuery, UsersQueryVariables>;
export const UsersSummaryDocument = "query UsersSummary($organizationId:ID!$period:Period!$search:String){organization(id:$organizationId){users(period:$period search:$search first:0){totalCount summary{activeUsers totalTokens ...UserFigures}}}}fragment UserFigures on Metrics{sessions runs runsPerSession activeTimePerSessionMs lifespanPerSessionMs handoffRate postHandoffRate successRate costUsd costPerRunUsd unpricedCalls}" as TypedDocument<UsersSummaryQuery, UsersSummaryQueryVariables>;
export const UserPeekDocument = "query UserPeek($organizationId:ID!$id:ID!$period:Period!){organization(id:$organizationId){user(id:$id){id name email role memberSince lastActiveAt metrics(period:$period){...UserFigures}sessions(period:$period first:5){totalCount nodes{id startedAt runCount costUsd costSource unpricedCalls isLive}}}}}fragment UserFigures on Metrics{sessions runs runsPerSession activeTimePerSessionMs lifespanPerSessionMs handoffRate postHandoffRate successRate costUsd costPerRunUsd unpricedCalls}" as TypedDocument<UserPeekQuery, UserPeekQueryVariables>;
export const FirstSessionDocument = "query FirstSession($organizationId:ID!$period:Period!$expected:String!){organization(id:$organizationId){any:sessions(period:$period first:1){...Arrived}expected:sessions(period:$period filter:{idContains:$expected}first:1){...Arrived}}}fragment Arrived on SessionConnection{nodes{id startedAt runCount}}" as TypedDocument<FirstSessionQuery, FirstSessionQueryVariables>;
export const OrganizationLiveDocument = "subscription OrganizationLive($organizationId:ID){liveRunCounts(organizationId:$organizationId){...LiveCounts}}fragment LiveCounts on LiveRunCounts{at running activeSessions startedLastMinute completedToday failedToday successRateToday costTodayUsd}" as TypedDocument<OrganizationLiveSubscription, OrganizationLiveSubscriptionVariables>;
export const GlobalLiveDocument = "subscription GlobalLive{globalLiveRunCounts{...LiveCounts}}fragment LiveCounts on LiveRunCounts{at running activeSessions startedLastMinute completedToday failedToday successRateToday costTodayUsd}" as TypedDocument<GlobalLiveSubscription, GlobalLiveSubscriptionVariables>;
