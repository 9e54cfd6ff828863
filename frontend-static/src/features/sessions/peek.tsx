import { Link } from 'wouter';
import { Peek } from '@/data-table/peek';
import { SessionPeekDocument, type SessionPeekQuery } from '@/gql/graphql';
import { detailPath } from '@/lib/detail-path';
import { MAX_PAGE_SIZE } from '@/lib/fetch-all-pages';
import { DASH, duration, exact, percent } from '@/lib/format';
import { useGql } from '@/lib/use-gql';
import { useOrg } from '@/lib/use-org';
import { useHref } from '@/lib/use-url-params';
import { Cost, costText, PRICED_TEXT, unpricedNote } from '@/ui/cost';
import { Figures } from '@/ui/figures';
import { Name } from '@/ui/name';
import { EmptyState } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { RunStatus } from '@/ui/run-status';
import { Skeleton } from '@/ui/skeleton';
import { Time } from '@/ui/time';
import { agentName } from '../agents/names';
import { MODES } from '../agents/tags';
import { LiveMark } from './live-mark';

type Session = NonNullable<NonNullable<SessionPeekQuery['organization']>['session']>;

type PeekProps = { id: string; onClose: () => void };

/** The preview of a session. */
export function SessionPeek({ id, onClose }: PeekProps) {
  const { org } = useOrg();
  const href = useHref();
  const query = useGql(SessionPeekDocument, { organizationId: org.id, id });
  const title = (
    <span className="font-mono text-sm" title={id}>
      {id}
    </span>
  );
  return (
    <Peek label={`Session ${id}`} title={title} href={href(...detailPath('/sessions', id))} onClose={onClose}>
      <Panel query={query} skeleton={<Skeleton className="h-80" />}>
        {({ organization }) => {
          const session = organization?.session;
          return session == null ? (
            <EmptyState title="There is no such session" />
          ) : (
            <SessionPreview session={session} />
          );
        }}
      </Panel>
    </Peek>
  );
}

function SessionPreview({ session }: { session: Session }) {
  const href = useHref();
  const { user } = session;
  const figures = [
    { name: 'Runs', value: runsText(session) },
    { name: 'Success', value: percent(session.successRate) },
    {
      name: 'Cost',
      value: costText(session.costUsd, session.unpricedCalls),
      lack: unpricedNote(session.unpricedCalls),
      ...(session.costSource === 'PRICED' ? { help: PRICED_TEXT } : {}),
    },
    { name: 'Active time', value: duration(session.activeTimeMs) },
    { name: 'Lifespan', value: duration(session.lifespanMs) },
    { name: 'Handoffs', value: exact(session.handoffCount) },
    { name: 'Post-handoff', value: session.hasPostHandoffIteration ? 'Yes' : 'No' },
  ];
  return (
    <div className="flex flex-col gap-5">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
        <dt className="text-muted">Created by</dt>
        <dd className="flex min-w-0 items-center justify-between gap-2">
          {user === null ? (
            DASH
          ) : (
            <Link href={href(...detailPath('/users', user.id))} className="min-w-0 rounded hover:underline">
              <Name text={user.name ?? user.id} />
            </Link>
          )}
          {session.isLive && <LiveMark />}
        </dd>
        <dt className="text-muted">Repository</dt>
        <dd className="truncate" title={session.repoId ?? undefined}>
          {session.repoId ?? DASH}
        </dd>
        <dt className="text-muted">Agent</dt>
        <dd className="truncate" title={agentText(session)}>
          {agentText(session)}
        </dd>
        <dt className="text-muted">Started</dt>
        <dd>
          <Time at={session.startedAt} />
        </dd>
        <dt className="text-muted">Last event</dt>
        <dd>
          <Time at={session.lastEventAt} as="age" />
        </dd>
      </dl>
      <Figures label="Figures of the session" figures={figures} />
      <Runs runs={session.runs} />
    </div>
  );
}

function runsText({ runCount, openRuns, isLive }: Session): string {
  if (openRuns > 0) return `${exact(runCount)} + ${exact(openRuns)} open`;
  return isLive ? `${exact(runCount)} so far` : exact(runCount);
}

/** The agent with its version and mode. */
function agentText({ agent, agentVersion, mode }: Session): string {
  const known = [
    agent === null ? null : [agentName(agent), agentVersion].filter((one) => one !== null).join(' '),
    mode === null ? null : MODES[mode].word,
  ];
  return known.filter((one) => one !== null).join(', ') || DASH;
}

function Runs({ runs }: Pick<Session, 'runs'>) {
  if (runs.length === 0) return <p className="text-muted text-sm">No run yet.</p>;
  return (
    <table className="w-full text-sm">
      <caption className="pb-1 text-left font-semibold">Runs</caption>
      <thead className="text-left text-muted text-xs">
        <tr className="border-line border-b [&>th]:h-7 [&>th]:font-medium">
          <th scope="col">#</th>
          <th scope="col">Status</th>
          <th scope="col" className="text-right">
            Duration
          </th>
          <th scope="col" className="text-right">
            Cost
          </th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.id} className="h-8 border-line border-b">
            <td className="w-8 text-muted">{run.number}</td>
            <td>
              <RunStatus status={run.status} />
            </td>
            <td className="text-right">{duration(run.durationMs)}</td>
            <td className="text-right">
              <Cost usd={run.costUsd} unpriced={run.unpricedCalls} source={run.costSource} />
            </td>
          </tr>
        ))}
      </tbody>
      {runs.length >= MAX_PAGE_SIZE && (
        <tfoot>
          <tr>
            <td colSpan={4} className="pt-2 text-muted text-xs">
              The first {exact(MAX_PAGE_SIZE)}. The page of the session has all of them.
            </td>
          </tr>
        </tfoot>
      )}
    </table>
  );
}
