import { Redirect } from 'wouter';
import { useHref } from '@/lib/use-url-params';
import { hasPermission, useViewer } from '@/lib/use-viewer';
import { Card } from '@/ui/card';
import { NoActivity } from '../no-activity/no-activity';
import { useEverActive } from '../no-activity/use-ever-active';

/** The empty state of the overview. Without any data yet, admins are led to the welcome page. */
export function OverviewEmptyState() {
  const href = useHref();
  const viewer = useViewer();
  const ever = useEverActive();
  if (ever === false && hasPermission(viewer, 'MANAGE_ORGANIZATION')) return <Redirect to={href('/welcome')} replace />;
  return (
    <Card>
      <NoActivity />
    </Card>
  );
}
