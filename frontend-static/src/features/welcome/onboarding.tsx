import { useState } from 'react';
import { truncate } from '@/lib/format';
import { useOrg } from '@/lib/use-org';
import { Card } from '@/ui/card';
import type { NewKey } from '../settings/keys/create-dialog';
import { newSessionId } from '../settings/keys/first-events-command';
import { NewKeySecret } from '../settings/keys/new-key-secret';
import { ArrivalStep } from './arrival-step';
import { KeyStep } from './key-step';
import { OnboardingStep } from './step';
import { useFirstSession } from './use-first-session';

/** The steps to the first event. For viewers who may create keys. */
export function Onboarding() {
  const { org } = useOrg();
  const [created, setCreated] = useState<NewKey | null>(null);
  const [sessionId] = useState(newSessionId);
  const arrival = useFirstSession(sessionId);
  const hasArrived = arrival.session !== null;
  return (
    <Card className="mx-auto w-full max-w-3xl p-5 pb-0 sm:p-8 sm:pb-1">
      <p className="font-semibold text-lg">The first event of {truncate(org.name)}</p>
      <p className="mt-1 mb-6 text-muted text-sm">
        Figures come from events that your producers send. Three steps show one from end to end.
      </p>
      <ol>
        <KeyStep created={created} onCreated={setCreated} />
        <OnboardingStep
          number={2}
          title="Send events with it"
          state={hasArrived ? 'done' : created === null ? 'to-do' : 'now'}
        >
          {created === null ? (
            <p className="text-muted">A command stands here, ready to be pasted into a shell.</p>
          ) : (
            <NewKeySecret key={created.key.id} secret={created.secret} sessionId={sessionId} />
          )}
        </OnboardingStep>
        <ArrivalStep arrival={arrival} isNext={created !== null} />
      </ol>
    </Card>
  );
}
