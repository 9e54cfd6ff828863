import { RunArtifactsDocument, type RunRowFragment } from '@/gql/graphql';
import { useGql } from '@/lib/use-gql';
import { useOrg } from '@/lib/use-org';
import { Panel } from '@/ui/panel';
import { Skeleton } from '@/ui/skeleton';
import { FilesTable } from '../artifacts/files-table';
import { Totals } from '../artifacts/totals';
import { Facts } from '../facts';
import { runFacts } from './facts';

/** `after`: the run before this one; null where it is the first. */
type DetailsProps = { sessionId: string; run: RunRowFragment; after: string | null };

/** All that is known about a run, and what it changed. */
export function RunDetails({ sessionId, run, after }: DetailsProps) {
  const { org } = useOrg();
  const query = useGql(RunArtifactsDocument, { organizationId: org.id, id: sessionId, after });
  return (
    <div className="flex flex-col gap-3">
      <Facts facts={runFacts(run)} />
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
