import { Link } from 'wouter';
import { errorMessage } from '@/lib/api-error';
import { detailPath } from '@/lib/detail-path';
import { exact } from '@/lib/format';
import { useLive } from '@/lib/live/use-live';
import { useHref } from '@/lib/use-url-params';
import { Button } from '@/ui/button';
import { cn } from '@/ui/class-names';
import { OnboardingStep } from './step';
import type { FirstSession } from './use-first-session';

const RUNS = ['no completed run yet', 'one completed run'];

type ArrivalStepProps = { arrival: FirstSession; isNext: boolean };

/** Waits for the first event, and links to its session. */
export function ArrivalStep({ arrival: { session, error }, isNext }: ArrivalStepProps) {
  const { state } = useLive();
  const href = useHref();
  if (session !== null) {
    return (
      <OnboardingStep number={3} title="The first event is here" state="done">
        <p role="status" className="mb-3 text-muted">
          Session <span className="break-all font-mono text-ink text-xs">{session.id}</span> with{' '}
          {RUNS[session.runCount] ?? `${exact(session.runCount)} completed runs`}. Every page shows it from now on.
        </p>
        <div className="flex flex-wrap gap-2">
          <Button variant="accent" asChild>
            <Link href={href(...detailPath('/sessions', session.id))}>Open the session</Link>
          </Button>
          <Button asChild>
            <Link href={href('/')}>To the overview</Link>
          </Button>
        </div>
      </OnboardingStep>
    );
  }
  const isLost = error !== null || state === 'stale';
  return (
    <OnboardingStep number={3} title="Watch it arrive" state={isNext ? 'now' : 'to-do'}>
      <p role="status" className="flex items-center gap-2 text-muted">
        <span
          aria-hidden
          className={cn('size-2 rounded-full forced-color-adjust-none', isLost ? 'bg-warn' : 'animate-pulse bg-live')}
        />
        {isLost
          ? `${error === null ? 'The connection is lost.' : errorMessage(error)} Trying again.`
          : 'Waiting for the first event. This page notices it by itself.'}
      </p>
    </OnboardingStep>
  );
}
