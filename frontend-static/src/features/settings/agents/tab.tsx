import { useOrg } from '@/lib/use-org';
import { hasPermission, useViewer } from '@/lib/use-viewer';
import { Card, CardHeader } from '@/ui/card';
import { ConnectAgent } from '../../agents/connect/connect-agent';
import { SeenAgentsCard } from '../../agents/seen/seen-agents-card';
import { UnknownRecordsCard } from '../../agents/seen/unknown-records-card';

/** Connects coding agents, and says how those that are connected do. Admins alone see the latter. */
export function AgentsTab() {
  const { org } = useOrg();
  const isAdmin = hasPermission(useViewer(), 'MANAGE_ORGANIZATION');
  return (
    <div className="flex flex-col gap-4">
      <Card className="pb-0">
        <CardHeader title="Connect an agent" note="Three steps, without a collector or a program to change" />
        <div className="max-w-5xl px-4 pt-4">
          {/* Reset all state when the organization changes. */}
          <ConnectAgent key={org.id} />
        </div>
      </Card>
      {isAdmin && <SeenAgentsCard />}
      {isAdmin && <UnknownRecordsCard />}
    </div>
  );
}
