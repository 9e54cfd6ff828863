import { Check } from 'lucide-react';
import { Link } from 'wouter';
import type { Column } from '@/data-table/column';
import type { SessionOrderField, SessionsQuery } from '@/gql/graphql';
import { detailPath } from '@/lib/detail-path';
import { count, DASH, duration, exact, percent } from '@/lib/format';
import { useHref } from '@/lib/use-url-params';
import { Cost } from '@/ui/cost';
import { Time } from '@/ui/time';
import { Tooltip } from '@/ui/tooltip';
import { AgentTag } from '../agents/tags';
import { LiveMark } from './live-mark';

export type SessionRow = NonNullable<SessionsQuery['organization']>['sessions']['nodes'][number];
export type SessionColumn = Column<SessionRow, SessionOrderField>;

export function SessionLink({ id, isLive }: { id: string; isLive: boolean }) {
  const href = useHref();
  return (
    <span className="flex items-center gap-1.5">
      <Link
        href={href(...detailPath('/sessions', id))}
        title={id}
        className="min-w-0 truncate rounded font-mono text-xs hover:text-accent hover:underline"
      >
        {id}
      </Link>
      {isLive && <LiveMark />}
    </span>
  );
}

export function UserLink({ user }: { user: { id: string; name: string | null } | null }) {
  const href = useHref();
  if (user === null) return DASH;
  const name = user.name ?? user.id;
  return (
    <Link
      href={href(...detailPath('/users', user.id))}
      title={name}
      className="block truncate rounded hover:text-accent hover:underline"
    >
      {name}
    </Link>
  );
}

/** The completed runs of a session, and beside them its open ones. */
export function RunCount({ runCount, openRuns }: { runCount: number; openRuns: number }) {
  if (openRuns === 0) return exact(runCount);
  const open = openRuns === 1 ? '1 open run' : `${exact(openRuns)} open runs`;
  return (
    <Tooltip label={`And ${open}: without an outcome, running or stopped.`}>
      <span>
        {exact(runCount)}
        <span aria-hidden className="ml-1 text-muted text-xs">
          +{exact(openRuns)}
        </span>
        <span className="sr-only">, and {open}</span>
      </span>
    </Tooltip>
  );
}

// The default columns of COMPACT_COLUMNS fit a screen of 1280 px, those of COLUMNS one of 1400.
const number = { align: 'end', width: 'w-21' } as const;

export const COLUMNS: readonly SessionColumn[] = [
  { id: 'id', name: 'Session', width: 'w-40', cell: ({ id, isLive }) => <SessionLink id={id} isLive={isLive} /> },
  { id: 'user', name: 'Created by', width: 'w-30', wide: true, cell: ({ user }) => <UserLink user={user} /> },
  {
    id: 'agent',
    name: 'Agent',
    help: 'The coding agent, and whether a person sits in front of it',
    width: 'w-31',
    wide: true,
    cell: ({ agent, mode }) => <AgentTag agent={agent} mode={mode} />,
  },
  {
    id: 'started',
    name: 'Started',
    help: 'The first message, in UTC',
    width: 'w-28',
    sort: 'STARTED_AT',
    cell: ({ startedAt }) => <Time at={startedAt} />,
  },
  {
    ...number,
    id: 'lifespan',
    name: 'Lifespan',
    help: 'From the first to the last event',
    sort: 'LIFESPAN',
    cell: ({ lifespanMs }) => duration(lifespanMs),
  },
  {
    ...number,
    id: 'active',
    name: 'Active time',
    help: 'The sum of its runs',
    width: 'w-25',
    sort: 'ACTIVE_TIME',
    cell: ({ activeTimeMs }) => duration(activeTimeMs),
  },
  { ...number, id: 'runs', name: 'Runs', width: 'w-16', sort: 'RUNS', cell: (row) => <RunCount {...row} /> },
  {
    ...number,
    id: 'handoffs',
    name: 'Handoffs',
    help: 'How often somebody took the work home',
    width: 'w-23',
    sort: 'HANDOFFS',
    cell: ({ handoffCount }) => exact(handoffCount),
  },
  {
    id: 'post-handoff',
    name: 'Post-handoff',
    help: 'A run ended within 4 hours after a handoff',
    width: 'w-25',
    cell: ({ hasPostHandoffIteration }) => <PostHandoff has={hasPostHandoffIteration} />,
  },
  {
    ...number,
    id: 'success',
    name: 'Success',
    help: 'Successful runs / runs',
    sort: 'SUCCESS_RATE',
    cell: ({ successRate }) => percent(successRate),
  },
  {
    ...number,
    id: 'cost',
    name: 'Cost',
    width: 'w-24',
    sort: 'COST',
    cell: (row) => <Cost usd={row.costUsd} unpriced={row.unpricedCalls} source={row.costSource} />,
  },
  {
    ...number,
    id: 'failures',
    name: 'Failures',
    sort: 'FAILURES',
    optional: true,
    cell: ({ failedRuns }) => exact(failedRuns),
  },
  {
    ...number,
    id: 'tokens',
    name: 'Tokens',
    optional: true,
    cell: ({ inputTokens, outputTokens }) => (
      <Tooltip label={`${exact(inputTokens)} in, ${exact(outputTokens)} out`}>
        <span>{count(inputTokens + outputTokens)}</span>
      </Tooltip>
    ),
  },
  {
    id: 'repo',
    name: 'Repository',
    width: 'w-40',
    optional: true,
    cell: ({ repoId }) => (
      <span className="block truncate text-muted" title={repoId ?? undefined}>
        {repoId ?? DASH}
      </span>
    ),
  },
];

/** From this width on there is room for the agent. */
export const ROOM_FOR_AGENT = '(min-width: 1400px), (max-width: 639px)';

/** The columns of narrower screens: the agent is hidden by default. */
export const COMPACT_COLUMNS: readonly SessionColumn[] = COLUMNS.map((column) =>
  column.id === 'agent' ? { ...column, optional: true } : column,
);

function PostHandoff({ has }: { has: boolean }) {
  if (!has) return <span className="text-muted">No</span>;
  return (
    <span className="inline-flex items-center gap-1">
      <Check aria-hidden className="size-3.5 text-warn" />
      Yes
    </span>
  );
}
