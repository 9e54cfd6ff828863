import type { ReactNode } from 'react';
import { DASH, fullTime } from '@/lib/format';
import { Facts } from '../facts';
import { runFacts } from '../runs/facts';
import type { TimelineEvent } from './merge';
import { methodName, nameOf } from './words';

const yesNo = (truth: boolean): string => (truth ? 'Yes' : 'No');

function known(event: TimelineEvent): readonly (readonly [string, ReactNode])[] {
  switch (event.__typename) {
    case 'MessageEvent':
      return [['Person', nameOf(event.user) ?? DASH]];
    case 'RunStartedEvent':
    case 'RunCompletedEvent':
      return runFacts(event.run);
    case 'HandoffEvent':
      return [
        ['Method', methodName(event.handoff.method)],
        ['Person', nameOf(event.handoff.user) ?? DASH],
        ['Run within 4 h after it', yesNo(event.handoff.followedByRun)],
      ];
  }
}

/** All that is known about an event. */
export const EventDetails = ({ event }: { event: TimelineEvent }) => (
  <Facts
    facts={[
      ['Time', fullTime(event.occurredAt)],
      ...known(event),
      [
        'Event',
        <span key="id" className="break-all font-mono">
          {event.id}
        </span>,
      ],
    ]}
  />
);
