import { useState } from 'react';
import type { RunRowFragment } from '@/gql/graphql';
import { exact } from '@/lib/format';
import { Button } from '@/ui/button';
import { Panel } from '@/ui/panel';
import { Skeleton } from '@/ui/skeleton';
import { StepRow } from './step-row';
import { idOf, type Steps, stepsInOrder, stepsSummary } from './steps';
import { useRunSteps } from './use-run-steps';

/** How many steps are shown at first. */
const AT_FIRST = 100;

/** Whether there may be steps: agents that report none have no tokens of reasoning either, once a run ended. */
export const mayHaveSteps = ({ inferred, reasoningTokens, completedAt }: RunRowFragment): boolean =>
  inferred || reasoningTokens !== null || completedAt === null;

/** `after`: the previous run of the session; null for the first. */
type RunStepsProps = { sessionId: string; run: RunRowFragment; after: string | null };

/** The model calls and tool uses of a run, in order. */
export function RunSteps({ sessionId, run, after }: RunStepsProps) {
  const query = useRunSteps(sessionId, after);
  return (
    <Panel query={query} skeleton={<Skeleton className="h-24" />}>
      {({ organization }) => {
        const found = organization?.session?.runs.find(({ id }) => id === run.id);
        const steps = { calls: found?.modelCalls.nodes ?? [], uses: found?.toolUses.nodes ?? [] };
        return <StepList label={`Steps of run ${run.number}`} steps={steps} />;
      }}
    </Panel>
  );
}

function StepList({ label, steps }: { label: string; steps: Steps }) {
  const [all, setAll] = useState(false);
  const ordered = stepsInOrder(steps);
  if (ordered.length === 0) return null;
  const shown = all ? ordered : ordered.slice(0, AT_FIRST);
  return (
    <div>
      <p className="pb-1 text-muted text-xs">{stepsSummary(steps)}</p>
      <ol aria-label={label} className="border-line border-l-2 pl-3">
        {shown.map((step) => (
          <StepRow key={idOf(step)} step={step} />
        ))}
      </ol>
      {shown.length < ordered.length && (
        <Button size="sm" className="mt-2" onClick={() => setAll(true)}>
          Show all {exact(ordered.length)}
        </Button>
      )}
    </div>
  );
}
