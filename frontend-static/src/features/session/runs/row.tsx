import { ChevronRight } from 'lucide-react';
import type { RunRowFragment } from '@/gql/graphql';
import { count, DASH, duration } from '@/lib/format';
import { Button } from '@/ui/button';
import { cn } from '@/ui/class-names';
import { Cost } from '@/ui/cost';
import { RunStatus } from '@/ui/run-status';
import { Time } from '@/ui/time';
import { Tooltip } from '@/ui/tooltip';
import { errorText } from '../labels';
import { runTokens } from './facts';

type RowProps = { run: RunRowFragment; isOpen: boolean; onToggle: () => void };

const cell = 'h-[37px] px-3';

/** A run as a table row. */
export function RunRow({ run, isOpen, onToggle }: RowProps) {
  const error = errorText(run.errorCategory, run.errorType);
  const tokens = runTokens(run);
  return (
    <tr data-run={run.id} onClick={onToggle} className="cursor-pointer border-line border-t hover:bg-hover">
      <td className={cn(cell, 'text-muted')}>{run.number}</td>
      <td className={cell}>
        <RunStatus status={run.status} />
      </td>
      <td className={cn(cell, 'max-lg:hidden')}>{run.startedAt === null ? DASH : <Time at={run.startedAt} />}</td>
      <td className={cn(cell, 'text-right')}>{duration(run.durationMs)}</td>
      <td className={cn(cell, 'text-right max-sm:hidden')}>{duration(run.queueWaitMs)}</td>
      <td className={cn(cell, 'text-right max-md:hidden')}>
        <Tooltip label={tokens}>
          <span>{count(run.totalTokens)}</span>
        </Tooltip>
      </td>
      <td className={cn(cell, 'text-right')}>
        <Cost usd={run.costUsd} unpriced={run.unpricedCalls} source={run.costSource} />
      </td>
      <td className={cn(cell, 'max-w-40 truncate max-md:hidden')} title={error ?? undefined}>
        {error ?? DASH}
      </td>
      <td className="pr-2 text-right">
        <Button
          variant="plain"
          size="iconSm"
          aria-label={`Details of run ${run.number}`}
          aria-expanded={isOpen}
          onClick={(event) => {
            event.stopPropagation();
            onToggle();
          }}
        >
          <ChevronRight aria-hidden className={cn('transition-transform', isOpen && 'rotate-90')} />
        </Button>
      </td>
    </tr>
  );
}
