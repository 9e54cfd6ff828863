import { Link } from 'wouter';
import { Peek } from '@/data-table/peek';
import { UserPeekDocument, type UserPeekQuery } from '@/gql/graphql';
import { detailPath } from '@/lib/detail-path';
import { DASH, days, duration, exact } from '@/lib/format';
import { roleName } from '@/lib/role';
import { useGql } from '@/lib/use-gql';
import { useOrg } from '@/lib/use-org';
import { useRange } from '@/lib/use-range';
import { useHref } from '@/lib/use-url-params';
import { Cost } from '@/ui/cost';
import { EmptyState } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { Skeleton } from '@/ui/skeleton';
import { Time } from '@/ui/time';
import { LiveMark } from '../sessions/live-mark';
import { MarkedFigure } from './marked-figure';

type User = NonNullable<NonNullable<UserPeekQuery['organization']>['user']>;

/** The preview of a user. */
export function UserPeek({ id, onClose }: { id: string; onClose: () => void }) {
  const { org } = useOrg();
  const { period } = useRange();
  const href = useHref();
  const query = useGql(UserPeekDocument, { organizationId: org.id, id, period });
  const user = query.isPlaceholderData ? null : query.data?.organization?.user;
  return (
    <Peek
      label={`User ${id}`}
      title={<span title={id}>{user?.name ?? id}</span>}
      href={href(...detailPath('/users', id))}
      onClose={onClose}
    >
      <Panel query={query} skeleton={<Skeleton className="h-80" />}>
        {({ organization }) =>
          organization?.user == null ? (
            <EmptyState title="There is no such user" />
          ) : (
            <UserPreview user={organization.user} />
          )
        }
      </Panel>
    </Peek>
  );
}

function UserPreview({ user }: { user: User }) {
  const { period } = useRange();
  const { metrics } = user;
  const known = [
    ['Email', user.email ?? DASH],
    ['Role', user.role === null ? DASH : roleName(user.role)],
    ['Last active', user.lastActiveAt === null ? DASH : <Time key="active" at={user.lastActiveAt} as="age" />],
  ] as const;
  const figures = [
    ['Sessions', exact(metrics.sessions)],
    ['Runs', exact(metrics.runs)],
    ['Cost', <Cost key="cost" usd={metrics.costUsd} unpriced={metrics.unpricedCalls} />],
    ['Success', <MarkedFigure key="success" marked="successRate" value={metrics.successRate} />],
    ['Runs / session', <MarkedFigure key="runs" marked="runsPerSession" value={metrics.runsPerSession} />],
    ['Handoff', <MarkedFigure key="handoff" marked="handoffRate" value={metrics.handoffRate} />],
    ['Post-handoff', <MarkedFigure key="post" marked="postHandoffRate" value={metrics.postHandoffRate} />],
    ['Active / session', duration(metrics.activeTimePerSessionMs)],
    ['Lifespan / session', duration(metrics.lifespanPerSessionMs)],
  ] as const;
  return (
    <div className="flex flex-col gap-5">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
        {known.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="break-words">{value}</dd>
          </div>
        ))}
      </dl>
      <section>
        <h3 className="pb-2 text-muted text-xs">{days(period)}</h3>
        <dl className="grid grid-cols-3 gap-x-4 gap-y-3">
          {figures.map(([name, value]) => (
            <div key={name}>
              <dt className="text-muted text-xs">{name}</dt>
              <dd className="font-semibold text-base">{value}</dd>
            </div>
          ))}
        </dl>
      </section>
      <Sessions sessions={user.sessions} />
    </div>
  );
}

function Sessions({ sessions: { nodes, totalCount } }: Pick<User, 'sessions'>) {
  const href = useHref();
  if (nodes.length === 0) return <p className="text-muted text-sm">No session began in this range.</p>;
  return (
    <section>
      <h3 className="pb-1 font-semibold text-sm">
        Latest sessions{' '}
        <span className="font-normal text-muted">
          {exact(nodes.length)} of {exact(totalCount)}
        </span>
      </h3>
      <ul>
        {nodes.map((one) => (
          <li key={one.id} className="flex min-h-9 items-center gap-3 border-line border-t text-sm">
            <Link
              href={href(...detailPath('/sessions', one.id))}
              title={one.id}
              className="min-w-0 flex-1 truncate rounded font-mono text-xs hover:text-accent hover:underline"
            >
              {one.id}
            </Link>
            {one.isLive && <LiveMark />}
            <span className="text-muted">
              <Time at={one.startedAt} />
            </span>
            <span className="min-w-14 text-right">
              <Cost usd={one.costUsd} unpriced={one.unpricedCalls} source={one.costSource} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
