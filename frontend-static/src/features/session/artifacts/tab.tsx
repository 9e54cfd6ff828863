import { SessionArtifactsDocument } from '@/gql/graphql';
import { useGql } from '@/lib/use-gql';
import { useOrg } from '@/lib/use-org';
import { Card, CardHeader } from '@/ui/card';
import { EmptyState } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { Skeleton } from '@/ui/skeleton';
import { completeArtifacts } from '../complete-session';
import type { Session } from '../figures';
import { FilesTable } from './files-table';
import { HandoffHistory } from './handoff-history';
import { Totals } from './totals';

/** The results of a session: its changed files and handoffs. */
export function ArtifactsTab({ session }: { session: Session }) {
  const { org } = useOrg();
  const subject = { organizationId: org.id, id: session.id };
  const query = useGql(
    SessionArtifactsDocument,
    { ...subject, after: null },
    { complete: (answer, signal) => completeArtifacts(subject, answer, signal) },
  );
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[2fr_1fr]">
      <Card>
        <CardHeader title="Files changed" note="The list has each file once; the counts are the sums over the runs" />
        <Panel
          query={query}
          skeleton={<Skeleton className="m-4 h-40" />}
          isEmpty={({ organization }) => organization?.session?.artifacts.filesChanged === 0}
          empty={<EmptyState title="No files changed">What runs report as changed stands here.</EmptyState>}
        >
          {({ organization }) =>
            organization?.session != null && (
              <div className="flex flex-col gap-3 px-4 pt-2 pb-4">
                <Totals artifacts={organization.session.artifacts} />
                <FilesTable files={organization.session.artifacts.files} label="Files changed" />
              </div>
            )
          }
        </Panel>
      </Card>
      <Card>
        <CardHeader title="Handoffs" note="How often the work was taken home" />
        <HandoffHistory handoffs={session.handoffs} />
      </Card>
    </div>
  );
}
