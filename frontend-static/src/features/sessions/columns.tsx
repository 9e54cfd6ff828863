import { Check } from 'lucide-react';
import { Link } from 'wouter';
import type { Column } from '@/data-table/column';
import type { SessionOrderField, SessionsQuery } from '@/gql/graphql';
import { detailPath } from '@/lib/detail-path';
import { count, DASH, duration, exact, money, percent } from '@/lib/format';
import { useHref } from '@/lib/use-url-params';
import { Time } from '@/ui/time';
import { Tooltip } from '@/ui/tooltip';
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

// The default columns fit a screen of 1280 px.
const number = { align: 'end', width: 'w-21' } as const;

export const COLUMNS: readonly SessionColumn[] = [
  { id: 'id', name: 'Session', width: 'w-40', cell: ({ id, isLive }) => <SessionLink id={id} isLive={isLive} /> },
  { id: 'user', name: 'Created by', width: 'w-30', wide: true, cell: ({ user }) => <UserLink user={user} /> },
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
  { ...number, id: 'runs', name: 'Runs', width: 'w-16', sort: 'RUNS', cell: ({ runCount }) => exact(runCount) },
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
  { ...number, id: 'cost', name: 'Cost', sort: 'COST', cell: ({ costUsd }) => money(costUsd) },
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

function PostHandoff({ has }: { has: boolean }) {
  if (!has) return <span className="text-muted">No</span>;
  return (
    <span className="inline-flex items-center gap-1">
      <Check aria-hidden className="size-3.5 text-warn" />
      Yes
    </span>
  );
}
