import { Fragment, useState } from 'react';
import type { RunRowFragment } from '@/gql/graphql';
import { cn } from '@/ui/class-names';
import { RunDetails } from './details';
import { RunRow } from './row';

type TableProps = { sessionId: string; runs: readonly RunRowFragment[] };

const HEADS = [
  ['#', 'w-12'],
  ['Status', 'sm:w-28'],
  ['Started (UTC)', 'max-lg:hidden lg:w-36'],
  ['Duration', 'text-right'],
  ['Queue wait', 'text-right max-sm:hidden'],
  ['Tokens', 'text-right max-md:hidden'],
  ['Cost', 'text-right'],
  ['Error', 'max-md:hidden'],
] as const;

/** The runs by number. Columns that a narrow screen hides are part of the details. */
export function RunsTable({ sessionId, runs }: TableProps) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string) =>
    setOpen((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  return (
    <table aria-label="Runs" className="w-full text-sm">
      <thead>
        <tr className="text-left text-muted text-xs">
          {HEADS.map(([name, className]) => (
            <th key={name} scope="col" className={cn('h-9 px-3 font-medium', className)}>
              {name}
            </th>
          ))}
          <th scope="col" className="w-10">
            <span className="sr-only">Details</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run, place) => (
          <Fragment key={run.id}>
            <RunRow run={run} isOpen={open.has(run.id)} onToggle={() => toggle(run.id)} />
            {open.has(run.id) && (
              <tr>
                <td colSpan={HEADS.length + 1} className="bg-bg px-4 py-3">
                  <RunDetails sessionId={sessionId} run={run} after={runs[place - 1]?.id ?? null} />
                </td>
              </tr>
            )}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}
