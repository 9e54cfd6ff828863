import { truncate } from '@/lib/format';
import { useOrg } from '@/lib/use-org';
import { hasPermission, useViewer } from '@/lib/use-viewer';
import { Card } from '@/ui/card';
import { AccessDenied } from '@/ui/notice';
import { Onboarding } from './onboarding';

/** The page that leads to the first event. */
export default function WelcomePage() {
  const { org } = useOrg();
  // Reset all state when the organization changes.
  if (hasPermission(useViewer(), 'MANAGE_ORGANIZATION')) return <Onboarding key={org.id} />;
  return (
    <Card>
      <AccessDenied>
        An admin of {truncate(org.name)} creates the key that events are sent with. Figures appear here with the first
        event.
      </AccessDenied>
    </Card>
  );
}
