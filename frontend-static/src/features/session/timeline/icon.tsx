import {
  ArrowLeftRight,
  Ban,
  Bot,
  CircleCheck,
  CircleHelp,
  CircleX,
  Clock,
  Cog,
  LoaderCircle,
  type LucideIcon,
  Play,
  User,
} from 'lucide-react';
import type { Actor, RunStatus } from '@/gql/graphql';
import { cn } from '@/ui/class-names';
import type { TimelineEvent } from './merge';

const SPEAKERS: Record<Actor, LucideIcon> = { USER: User, AGENT: Bot, SYSTEM: Cog };

const ENDS: Record<RunStatus, readonly [LucideIcon, string]> = {
  RUNNING: [LoaderCircle, 'text-accent'],
  LOST: [CircleHelp, 'text-muted'],
  SUCCESS: [CircleCheck, 'text-good'],
  FAIL: [CircleX, 'text-bad'],
  TIMEOUT: [Clock, 'text-warn'],
  CANCELLED: [Ban, 'text-muted'],
};

function look(event: TimelineEvent): readonly [LucideIcon, string] {
  switch (event.__typename) {
    case 'MessageEvent':
      return [SPEAKERS[event.actor], 'text-muted'];
    case 'RunStartedEvent':
      return [Play, 'text-accent'];
    case 'RunCompletedEvent':
      return ENDS[event.run.status];
    case 'HandoffEvent':
      return [ArrowLeftRight, 'text-warn'];
  }
}

/** What kind of event it is, at a glance; the words beside it say so as well. */
export function EventIcon({ event }: { event: TimelineEvent }) {
  const [Icon, tone] = look(event);
  return <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', tone)} />;
}
