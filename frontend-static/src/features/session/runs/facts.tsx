import type { RunRowFragment } from '@/gql/graphql';
import { DASH, duration, exact, fullTime, money } from '@/lib/format';
import { RunStatus } from '@/ui/run-status';
import type { Fact } from '../facts';
import { errorText } from '../labels';

const time = (instant: string | null): string => (instant === null ? DASH : fullTime(instant));

/** The facts of a run, apart from its changes. */
export const runFacts = (run: RunRowFragment): readonly Fact[] => [
  ['Status', <RunStatus key="status" status={run.status} />],
  ['Started', time(run.startedAt)],
  ['Ended', time(run.completedAt)],
  ['Duration', duration(run.durationMs)],
  ['Queue wait', duration(run.queueWaitMs)],
  ['Cost', money(run.costUsd)],
  ['Tokens read', exact(run.inputTokens)],
  ['Tokens written', exact(run.outputTokens)],
  ['Model', run.model ?? DASH],
  ...(run.errorCategory === null ? [] : [['Error', errorText(run.errorCategory, run.errorType)] satisfies Fact]),
  [
    'Run',
    <span key="id" className="break-all font-mono">
      {run.id}
    </span>,
  ],
];
