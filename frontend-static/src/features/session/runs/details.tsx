import {
  RunArtifactsDocument,
  type RunArtifactsQuery,
  type RunArtifactsQueryVariables,
  type RunRowFragment,
} from '@/gql/graphql';
import { fetchAllPages } from '@/lib/fetch-all-pages';
import { gqlFetch } from '@/lib/gql-fetch';
import { useGql } from '@/lib/use-gql';
import { useOrg } from '@/lib/use-org';
import { Panel } from '@/ui/panel';
import { Skeleton } from '@/ui/skeleton';
import { FilesTable } from '../artifacts/files-table';
import { Totals } from '../artifacts/totals';
import { Facts } from '../facts';
import { mayHaveSteps, RunSteps } from '../steps/run-steps';
import { runFacts } from './facts';

/** `after`: the previous run; null for the first. */
type DetailsProps = { sessionId: string; run: RunRowFragment; after: string | null };

/** The facts of a run, its steps, and the files that it changed. */
export function RunDetails({ sessionId, run, after }: DetailsProps) {
  const { org } = useOrg();
  const variables = { organizationId: org.id, id: sessionId, after, afterFile: null };
  const query = useGql(RunArtifactsDocument, variables, {
    complete: (answer, signal) => withAllFiles(variables, answer, signal),
  });
  return (
    <div className="flex flex-col gap-3">
      <Facts facts={runFacts(run)} />
      {mayHaveSteps(run) && <RunSteps sessionId={sessionId} run={run} after={after} />}
      <Panel query={query} skeleton={<Skeleton className="h-16" />}>
        {({ organization }) => {
          const artifacts = organization?.session?.runs.find(({ id }) => id === run.id)?.artifacts;
          if (artifacts == null) return <p className="text-muted text-xs">It reports no changes.</p>;
          return (
            <div className="flex flex-col gap-2">
              <Totals artifacts={artifacts} />
              <FilesTable files={artifacts.files} label={`Files changed by run ${run.number}`} />
            </div>
          );
        }}
      </Panel>
    </div>
  );
}

/** Loads all files that the run changed. */
async function withAllFiles(
  variables: RunArtifactsQueryVariables,
  answer: RunArtifactsQuery,
  signal: AbortSignal,
): Promise<RunArtifactsQuery> {
  const { organization } = answer;
  const [run] = organization?.session?.runs ?? [];
  if (organization?.session == null || run?.artifacts == null) return answer;
  const files = await fetchAllPages(run.artifacts.files, async ({ path: afterFile }) => {
    const { organization } = await gqlFetch(RunArtifactsDocument, { ...variables, afterFile }, signal);
    return organization?.session?.runs[0]?.artifacts?.files;
  });
  const runs = [{ ...run, artifacts: { ...run.artifacts, files: [...files] } }];
  return { ...answer, organization: { ...organization, session: { ...organization.session, runs } } };
}
