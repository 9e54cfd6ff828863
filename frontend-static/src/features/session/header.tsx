import { Bot, FolderGit2, GitBranch, type LucideIcon, Timer, User, Users } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { detailPath } from '@/lib/detail-path';
import { useLive } from '@/lib/live/use-live';
import { useHref } from '@/lib/use-url-params';
import { Badge } from '@/ui/badge';
import { Card } from '@/ui/card';
import { cn } from '@/ui/class-names';
import { CopyButton } from '@/ui/copy-button';
import { Figures } from '@/ui/figures';
import { Name } from '@/ui/name';
import { Time } from '@/ui/time';
import { Tooltip } from '@/ui/tooltip';
import { agentName } from '../agents/names';
import { MODES } from '../agents/tags';
import { figuresOf, type Session } from './figures';

/** The id, user, repository, times and figures of a session. */
export function SessionHeader({ session }: { session: Session }) {
  const href = useHref();
  const { user, repoId, branch, teamId } = session;
  return (
    <Card className="flex flex-col gap-4 p-4">
      <div>
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <h1 className="min-w-0 break-all font-medium font-mono text-lg">{session.id}</h1>
          <CopyButton label="Copy the session's id" text={session.id} />
          {session.isLive && <LiveBadge />}
        </div>
        <ul className="mt-1 flex flex-wrap gap-x-5 gap-y-1 text-sm">
          <Fact icon={User} name="Created by">
            {user === null ? (
              <span className="text-muted">nobody named</span>
            ) : (
              <Link href={href(...detailPath('/users', user.id))} className="min-w-0 rounded hover:underline">
                <Name text={user.name ?? user.id} className="max-w-80" />
              </Link>
            )}
          </Fact>
          {repoId !== null && (
            <Fact icon={FolderGit2} name="Repository">
              <span className="break-all">{repoId}</span>
            </Fact>
          )}
          {branch !== null && (
            <Fact icon={GitBranch} name="Branch">
              <span className="break-all">{branch}</span>
            </Fact>
          )}
          {teamId !== null && (
            <Fact icon={Users} name="Team">
              <span className="break-all">{teamId}</span>
            </Fact>
          )}
          <AgentFact session={session} />
          <Fact icon={Timer} name="Time">
            <span>
              started <Time at={session.startedAt} />, last event <Time at={session.lastEventAt} as="age" />
            </span>
          </Fact>
        </ul>
      </div>
      <Figures label="Figures of the session" figures={figuresOf(session)} />
    </Card>
  );
}

type FactProps = { icon: LucideIcon; name: string; children: ReactNode };

const Fact = ({ icon: Icon, name, children }: FactProps) => (
  <li className="flex min-w-0 items-center gap-1.5">
    <Icon aria-hidden className="size-3.5 shrink-0 text-muted" />
    <span className="sr-only">{name}: </span>
    {children}
  </li>
);

/** The agent, its version, and whether a person sits in front of it. */
function AgentFact({ session: { agent, agentVersion, mode } }: { session: Session }) {
  if (agent === null && mode === null) return null;
  return (
    <Fact icon={Bot} name="Agent">
      {agent !== null && (
        <span className="break-all">
          {agentName(agent)}
          {agentVersion !== null && <span className="text-muted"> {agentVersion}</span>}
        </span>
      )}
      {mode !== null && (
        <Tooltip label={MODES[mode].meaning}>
          <Badge>{MODES[mode].word}</Badge>
        </Tooltip>
      )}
    </Fact>
  );
}

/** Whether the session is live, and the connection to the server as well. */
function LiveBadge() {
  const { state } = useLive();
  const isLost = state === 'stale';
  return (
    <Badge tone={isLost ? 'warn' : 'good'}>
      <span
        aria-hidden
        className={cn('size-1.5 rounded-full forced-color-adjust-none', isLost ? 'bg-warn' : 'bg-live')}
      />
      {isLost ? 'Running, connection lost' : 'Live'}
    </Badge>
  );
}
