import { OrganizationKeysDocument, PlatformKeysDocument } from '@/gql/graphql';
import { truncate } from '@/lib/format';
import { useGql } from '@/lib/use-gql';
import { useOrg } from '@/lib/use-org';
import { Panel } from '@/ui/panel';
import { Skeleton } from '@/ui/skeleton';
import { KeysCard } from './keys-card';

const skeleton = <Skeleton className="mx-4 mb-4 h-32" />;
/** Refetch, since keys are used while the page is open. */
const REFETCH = { refetchIntervalMs: 10_000 };

/** The keys of one organization. */
export function OrganizationKeysTab() {
  const { org } = useOrg();
  const query = useGql(OrganizationKeysDocument, { organizationId: org.id }, REFETCH);
  return (
    <KeysCard title="Ingest keys" organizationId={org.id} scope={`${truncate(org.name)} alone`}>
      {(show) => (
        <Panel query={query} skeleton={skeleton}>
          {({ organization }) => show(organization?.ingestKeys ?? [])}
        </Panel>
      )}
    </KeysCard>
  );
}

/** The keys of all organizations. */
export function PlatformKeysTab() {
  const query = useGql(PlatformKeysDocument, {}, REFETCH);
  return (
    <KeysCard title="Platform keys" organizationId={null} scope="every organization, and to new ones">
      {(show) => (
        <Panel query={query} skeleton={skeleton}>
          {({ platformIngestKeys }) => show(platformIngestKeys)}
        </Panel>
      )}
    </KeysCard>
  );
}
