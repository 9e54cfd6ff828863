import { Link } from 'wouter';
import type { Column } from '@/data-table/column';
import type { UserOrderField, UsersQuery } from '@/gql/graphql';
import { detailPath } from '@/lib/detail-path';
import { DASH, duration, exact } from '@/lib/format';
import { roleName } from '@/lib/role';
import { useHref } from '@/lib/use-url-params';
import { Cost } from '@/ui/cost';
import { Time } from '@/ui/time';
import { MarkedFigure } from './marked-figure';

export type UserRow = NonNullable<UsersQuery['organization']>['users']['nodes'][number];
export type UserColumn = Column<UserRow, UserOrderField>;

function UserLink({ id, name, email }: Pick<UserRow, 'id' | 'name' | 'email'>) {
  const href = useHref();
  return (
    <Link
      href={href(...detailPath('/users', id))}
      title={[name, email, id].filter((one) => one !== null).join(' · ')}
      className="block truncate rounded font-medium hover:text-accent hover:underline"
    >
      {name ?? id}
    </Link>
  );
}

const number = { align: 'end', width: 'w-21' } as const;

export const COLUMNS: readonly UserColumn[] = [
  {
    id: 'name',
    name: 'User',
    width: 'w-34',
    sort: 'NAME',
    firstDirection: 'ASC',
    cell: ({ id, name, email }) => <UserLink id={id} name={name} email={email} />,
  },
  {
    id: 'role',
    name: 'Role',
    help: 'The role in the directory; none for people who are seen in events only',
    width: 'w-20',
    cell: ({ role }) => <span className="text-muted">{role === null ? DASH : roleName(role)}</span>,
  },
  { ...number, id: 'sessions', name: 'Sessions', sort: 'SESSIONS', cell: ({ metrics }) => exact(metrics.sessions) },
  { ...number, id: 'runs', name: 'Runs', width: 'w-18', sort: 'RUNS', cell: ({ metrics }) => exact(metrics.runs) },
  {
    ...number,
    id: 'runs-per-session',
    name: 'Runs / session',
    help: 'The runs of the sessions that began in the range, on whatever day',
    width: 'w-28',
    sort: 'RUNS_PER_SESSION',
    cell: ({ metrics }) => <MarkedFigure marked="runsPerSession" value={metrics.runsPerSession} />,
  },
  {
    ...number,
    id: 'active',
    name: 'Active time',
    help: 'Time in runs, per session',
    width: 'w-25',
    sort: 'ACTIVE_TIME',
    cell: ({ metrics }) => duration(metrics.activeTimePerSessionMs),
  },
  {
    ...number,
    id: 'lifespan',
    name: 'Lifespan',
    help: 'From the first to the last event, per session',
    sort: 'LIFESPAN',
    cell: ({ metrics }) => duration(metrics.lifespanPerSessionMs),
  },
  {
    ...number,
    id: 'handoff',
    name: 'Handoff',
    help: 'Sessions with a local handoff / sessions',
    sort: 'HANDOFF_RATE',
    cell: ({ metrics }) => <MarkedFigure marked="handoffRate" value={metrics.handoffRate} />,
  },
  {
    ...number,
    id: 'post-handoff',
    name: 'Post-handoff',
    help: 'Sessions in which a run ended within 4 hours after a handoff / sessions',
    width: 'w-27',
    sort: 'POST_HANDOFF_RATE',
    cell: ({ metrics }) => <MarkedFigure marked="postHandoffRate" value={metrics.postHandoffRate} />,
  },
  {
    ...number,
    id: 'success',
    name: 'Success',
    help: 'Successful runs / runs',
    sort: 'SUCCESS_RATE',
    cell: ({ metrics }) => <MarkedFigure marked="successRate" value={metrics.successRate} />,
  },
  {
    ...number,
    id: 'cost',
    name: 'Cost',
    width: 'w-24',
    sort: 'COST',
    cell: ({ metrics }) => <Cost usd={metrics.costUsd} unpriced={metrics.unpricedCalls} />,
  },
  {
    ...number,
    id: 'cost-per-run',
    name: 'Cost / run',
    width: 'w-24',
    sort: 'COST_PER_RUN',
    cell: ({ metrics }) => <Cost usd={metrics.costPerRunUsd} unpriced={metrics.unpricedCalls} />,
  },
  {
    id: 'email',
    name: 'Email',
    width: 'w-48',
    optional: true,
    cell: ({ email }) => (
      <span className="block truncate text-muted" title={email ?? undefined}>
        {email ?? DASH}
      </span>
    ),
  },
  {
    id: 'last-active',
    name: 'Last active',
    help: 'The last event of any session',
    width: 'w-28',
    optional: true,
    cell: ({ lastActiveAt }) => (lastActiveAt === null ? DASH : <Time at={lastActiveAt} as="age" />),
  },
];
