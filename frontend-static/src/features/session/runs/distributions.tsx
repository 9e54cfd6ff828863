import { Distribution } from '@/charts/distribution';
import { DURATION, MONEY } from '@/charts/unit';
import type { RunRowFragment } from '@/gql/graphql';
import { Card, CardHeader } from '@/ui/card';

/** With fewer runs a histogram says nothing. */
const WORTH_DRAWING = 3;

const known = (values: (number | null)[]): number[] => values.filter((value) => value !== null);

/** The distributions of duration and cost, from three completed runs on. */
export function Distributions({ runs }: { runs: readonly RunRowFragment[] }) {
  const durations = known(runs.map((run) => run.durationMs));
  const costs = known(runs.map((run) => run.costUsd));
  if (durations.length < WORTH_DRAWING) return null;
  return (
    <div className="grid gap-4 md:grid-cols-2">
      <Card>
        <CardHeader title="Run duration" />
        <Distribution label="Run duration" noun="runs" values={durations} unit={DURATION} />
      </Card>
      <Card>
        <CardHeader title="Run cost" />
        <Distribution label="Run cost" noun="runs" values={costs} unit={MONEY} />
      </Card>
    </div>
  );
}
