import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { errorMessage } from '@/lib/api-error';
import { detailPath } from '@/lib/detail-path';
import { ago } from '@/lib/format';
import { useHref } from '@/lib/use-url-params';
import { hasPermission, useViewer } from '@/lib/use-viewer';
import { Button } from '@/ui/button';
import { cn } from '@/ui/class-names';
import { OnboardingStep } from '../../welcome/step';
import { agentName } from '../names';
import type { AgentId } from './agents';
import type { Setup } from './lines';
import { SilentCauses } from './silent-causes-list';
import { useArrival } from './use-arrival';

/** From then on silence is no longer usual: agents send within seconds. */
const SILENT_MS = 60_000;

type StepProps = {
  agent: AgentId;
  /** Its lines; undefined while loading. */
  setup: Setup | undefined;
  /** The secret of a key that was just made. */
  secret: string | null;
  onArrived: () => void;
};

/** Waits for the first record of the agent, and says what may be wrong when none comes. Keyed by the agent. */
export function ArrivalStep({ agent, setup, secret, onArrived }: StepProps) {
  const arrival = useArrival(agent);
  const { session } = arrival;
  const hasArrived = session !== null;
  useEffect(() => {
    if (hasArrived) onArrived();
  }, [hasArrived, onArrived]);
  const name = agentName(agent);
  if (session !== null) return <Live name={name} sessionId={session.id} isRunning={session.runCount === 0} />;
  return (
    <OnboardingStep number={3} title={`Start ${name} and give it a task`} state="now">
      <Waiting name={name} arrival={arrival} />
      <Silence agent={agent} setup={setup} secret={secret} />
    </OnboardingStep>
  );
}

function Live({ name, sessionId, isRunning }: { name: string; sessionId: string; isRunning: boolean }) {
  const href = useHref();
  return (
    <OnboardingStep number={3} title={`${name} is live`} state="done">
      <p role="status" className="mb-3 text-muted">
        Session <span className="break-all font-mono text-ink text-xs">{sessionId}</span> arrived
        {isRunning ? '; its first run has not ended yet' : ''}. Every page counts it from now on.
      </p>
      <div className="flex flex-wrap gap-2">
        <Button variant="accent" asChild>
          <Link href={href(...detailPath('/sessions', sessionId))}>Open the session</Link>
        </Button>
        <Button asChild>
          <Link href={href('/')}>To the overview</Link>
        </Button>
      </div>
    </OnboardingStep>
  );
}

type WaitingProps = { name: string; arrival: ReturnType<typeof useArrival> };

function Waiting({ name, arrival: { hasRecords, lastSeenAt, error } }: WaitingProps) {
  const seesAll = hasPermission(useViewer(), 'VIEW_ALL_SESSIONS');
  const words =
    error !== null
      ? `${errorMessage(error)} Trying again.`
      : hasRecords
        ? `Records of ${name} arrive, but none that belongs to a session yet.`
        : lastSeenAt === null
          ? `Waiting for ${seesAll ? `the first record of ${name}` : `a session of yours with ${name}`}. This page notices it by itself.`
          : `${name} was last seen ${ago(lastSeenAt)}. Waiting for its next record.`;
  return (
    <p role="status" className="flex items-start gap-2 text-muted">
      <span
        aria-hidden
        className={cn(
          'mt-1.5 size-2 shrink-0 rounded-full forced-color-adjust-none',
          error === null ? 'animate-pulse bg-live' : 'bg-warn',
        )}
      />
      {words}
    </p>
  );
}

/** What may be wrong: at once for those who ask, otherwise when silence lasts. */
function Silence({ agent, setup, secret }: Omit<StepProps, 'onArrived'>) {
  const [isOpen, setOpen] = useState(false);
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), SILENT_MS);
    return () => clearTimeout(timer);
  }, []);
  if (isLong || isOpen) return <SilentCauses agent={agent} isLong={isLong} setup={setup} secret={secret} />;
  return (
    <Button size="sm" className="mt-3" onClick={() => setOpen(true)}>
      Nothing arrives?
    </Button>
  );
}
