import { Link } from 'wouter';
import { AnyActivityDocument } from '@/gql/graphql';
import { addDays } from '@/lib/day';
import { MAX_DAYS } from '@/lib/range';
import { useHref } from '@/lib/use-address';
import { useGql } from '@/lib/use-gql';
import { useOrg } from '@/lib/use-org';
import { useRange } from '@/lib/use-range';
import { Button } from '@/ui/button';
import { Empty } from '@/ui/notice';

/** Nothing happened in the range; or nothing ever, and then how that changes. */
export function NoActivity() {
  const { org } = useOrg();
  const { today, range, setRange } = useRange();
  const href = useHref();
  const period = { from: addDays(today, 1 - MAX_DAYS), to: today };
  const { data } = useGql(AnyActivityDocument, { organizationId: org.id, period });
  const metrics = data?.organization?.metrics;
  const ever = metrics === undefined || metrics.sessions > 0 || metrics.runs > 0;
  if (ever) {
    const longer = range === '90d' ? null : <Button onClick={() => setRange('90d')}>Show 90 days</Button>;
    return (
      <Empty title="No activity in this range" action={longer}>
        Nothing happened on these days. Other days may have more.
      </Empty>
    );
  }
  const welcome = (
    <Button asChild look="accent">
      <Link href={href('/welcome')}>How to send the first event</Link>
    </Button>
  );
  return (
    <Empty title="No data yet" action={welcome}>
      Figures appear with the first event of {org.name}.
    </Empty>
  );
}
