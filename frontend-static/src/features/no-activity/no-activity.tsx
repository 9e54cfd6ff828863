import { Link } from 'wouter';
import { AnyActivityDocument } from '@/gql/graphql';
import { addDays } from '@/lib/day';
import { MAX_DAYS } from '@/lib/range';
import { useHref } from '@/lib/use-address';
import { useGql } from '@/lib/use-gql';
import { useOrg } from '@/lib/use-org';
import { useRange } from '@/lib/use-range';
import { may, useViewer } from '@/lib/use-viewer';
import { Button } from '@/ui/button';
import { Empty } from '@/ui/notice';

/** Nothing happened in the range; or nothing ever, and then how that changes. */
export function NoActivity() {
  const { org } = useOrg();
  const { today, range, setRange } = useRange();
  const viewer = useViewer();
  const href = useHref();
  const period = { from: addDays(today, 1 - MAX_DAYS), to: today };
  const { data } = useGql(AnyActivityDocument, { organizationId: org.id, period });
  const ever = data?.organization?.sessions.totalCount !== 0;
  if (ever) {
    const longer = range === '90d' ? null : <Button onClick={() => setRange('90d')}>Show 90 days</Button>;
    return (
      <Empty title="No activity in this range" action={longer}>
        Nothing happened on these days. Other days may have more.
      </Empty>
    );
  }
  if (!may(viewer, 'MANAGE_ORGANIZATION')) {
    return <Empty title="No data yet">Figures appear with the first event that somebody sends for {org.name}.</Empty>;
  }
  const settings = (
    <Button asChild look="accent">
      <Link href={href('/settings')}>Create an ingest key</Link>
    </Button>
  );
  return (
    <Empty title="No data yet" action={settings}>
      Create an ingest key: it comes with a command that sends the first event.
    </Empty>
  );
}
