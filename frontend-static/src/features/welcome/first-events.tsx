import { useState } from 'react';
import type { NewKey } from '../settings/keys/create-dialog';
import { newSessionId } from '../settings/keys/first-events-command';
import { NewKeySecret } from '../settings/keys/new-key-secret';
import { ArrivalStep } from './arrival-step';
import { KeyStep } from './key-step';
import { OnboardingStep } from './step';
import { useFirstSession } from './use-first-session';

/** The steps to a first event from a program of one's own. For viewers who may create keys. */
export function FirstEvents() {
  const [created, setCreated] = useState<NewKey | null>(null);
  const [sessionId] = useState(newSessionId);
  const arrival = useFirstSession(sessionId);
  const hasArrived = arrival.session !== null;
  return (
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
  );
}
