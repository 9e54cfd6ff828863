import { ChevronRight } from 'lucide-react';
import type { RunRowFragment } from '@/gql/graphql';
import { count, DASH, duration, exact, money } from '@/lib/format';
import { Button } from '@/ui/button';
import { cn } from '@/ui/class-names';
import { RunStatus } from '@/ui/run-status';
import { Time } from '@/ui/time';
import { Tooltip } from '@/ui/tooltip';
import { errorText } from '../labels';

type RowProps = { run: RunRowFragment; isOpen: boolean; onToggle: () => void };

const cell = 'h-[37px] px-3';

/** A run as a table row. */
export function RunRow({ run, isOpen, onToggle }: RowProps) {
  const error = errorText(run.errorCategory, run.errorType);
  const tokens = run.totalTokens === null ? null : `${exact(run.inputTokens)} read, ${exact(run.outputTokens)} written`;
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
      <td className={cn(cell, 'text-right')}>{money(run.costUsd)}</td>
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
