import { Ban, CircleCheck, CircleHelp, CirclePause, CircleX, Clock, LoaderCircle, type LucideIcon } from 'lucide-react';
import type { RunStatus as Status } from '@/gql/graphql';
import { cn } from './class-names';

/** Icon, word and color of each status. */
export const RUN_STATUS_STYLES: Record<Status, readonly [LucideIcon, string, string]> = {
  RUNNING: [LoaderCircle, 'Running', 'text-accent'],
  LOST: [CircleHelp, 'Lost', 'text-muted'],
  STOPPED: [CirclePause, 'Stopped', 'text-muted'],
  SUCCESS: [CircleCheck, 'Success', 'text-good'],
  FAIL: [CircleX, 'Failed', 'text-bad'],
  TIMEOUT: [Clock, 'Timeout', 'text-warn'],
  CANCELLED: [Ban, 'Cancelled', 'text-muted'],
};

/** The status of a run: an icon and a word. */
export function RunStatus({ status }: { status: Status }) {
  const [Icon, word, tone] = RUN_STATUS_STYLES[status];
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap align-middle">
      <Icon aria-hidden className={cn('size-3.5', tone)} />
      {word}
    </span>
  );
}
