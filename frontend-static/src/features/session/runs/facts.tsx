import type { RunRowFragment } from '@/gql/graphql';
import { DASH, duration, exact, fullTime } from '@/lib/format';
import { Cost } from '@/ui/cost';
import { RunStatus } from '@/ui/run-status';
import type { Fact } from '../facts';
import { tokensHelp } from '../figures';
import { errorText } from '../labels';

const time = (instant: string | null): string => (instant === null ? DASH : fullTime(instant));

/** A count that not every agent tells. */
const optional = (name: string, tokens: number | null): readonly Fact[] =>
  tokens === null || tokens === 0 ? [] : [[name, exact(tokens)]];

/** The tokens of a run in words; null while it has none. */
export const runTokens = (run: RunRowFragment): string | null =>
  run.totalTokens === null
    ? null
    : tokensHelp({
        inputTokens: run.inputTokens ?? 0,
        cacheReadTokens: run.cacheReadTokens ?? 0,
        cacheWriteTokens: run.cacheWriteTokens ?? 0,
        outputTokens: run.outputTokens ?? 0,
      });

/** The facts of a run, apart from its changes. */
export const runFacts = (run: RunRowFragment): readonly Fact[] => [
  ['Status', <RunStatus key="status" status={run.status} />],
  ['Started', time(run.startedAt)],
  ['Ended', time(run.completedAt)],
  ['Duration', duration(run.durationMs)],
  ['Queue wait', duration(run.queueWaitMs)],
  ['Cost', <Cost key="cost" usd={run.costUsd} unpriced={run.unpricedCalls} source={run.costSource} />],
  ['Tokens read', exact(run.inputTokens)],
  ...optional('From a cache', run.cacheReadTokens),
  ...optional('Into a cache', run.cacheWriteTokens),
  ['Tokens written', exact(run.outputTokens)],
  ...optional('For reasoning', run.reasoningTokens),
  ['Model', run.model ?? DASH],
  ...(run.errorCategory === null ? [] : [['Error', errorText(run.errorCategory, run.errorType)] satisfies Fact]),
  ...(run.inferred ? [['Start and end', 'Inferred from prompts and steps'] satisfies Fact] : []),
  [
    'Run',
    <span key="id" className="break-all font-mono">
      {run.id}
    </span>,
  ],
];
