import { Link } from 'wouter';
import { truncate } from '@/lib/format';
import { useOrg } from '@/lib/use-org';
import { useRange } from '@/lib/use-range';
import { useHref } from '@/lib/use-url-params';
import { Button } from '@/ui/button';
import { EmptyState } from '@/ui/notice';
import { useEverActive } from './use-ever-active';

/** The empty state of a range; if there never was any activity, it leads to the welcome page. */
export function NoActivity() {
  const { org } = useOrg();
  const { range, setRange } = useRange();
  const href = useHref();
  const ever = useEverActive();
  if (ever !== false) {
    const longer = range === '90d' ? null : <Button onClick={() => setRange('90d')}>Show 90 days</Button>;
    return (
      <EmptyState title="No activity in this range" action={longer}>
        Nothing happened on these days. Other days may have more.
      </EmptyState>
    );
  }
  const welcome = (
    <Button asChild variant="accent">
      <Link href={href('/welcome')}>Connect an agent</Link>
    </Button>
  );
  return (
    <EmptyState title="No data yet" action={welcome}>
      Figures appear with the first session of {truncate(org.name)}.
    </EmptyState>
  );
}
