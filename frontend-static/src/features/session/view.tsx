import { exact } from '@/lib/format';
import { useOrg } from '@/lib/use-org';
import { useUrlParams } from '@/lib/use-url-params';
import { Tabs } from '@/ui/tabs';
import { ArtifactsTab } from './artifacts/tab';
import type { Session } from './figures';
import { SessionHeader } from './header';
import { RunsTab } from './runs/tab';
import { TimelineTab } from './timeline/tab';
import { useTimeline } from './timeline/use-timeline';

const TABS = ['timeline', 'runs', 'artifacts'] as const;

type ViewProps = {
  session: Session;
  /** When the figures were fetched. */
  countedAt: number;
};

/** A loaded session. The subscription runs on every tab, since all of them grow. */
export function SessionView({ session, countedAt }: ViewProps) {
  const { org } = useOrg();
  const { query, set } = useUrlParams('tab');
  const timeline = useTimeline(org.id, session, countedAt);
  const tab = TABS.find((one) => one === query.get('tab')) ?? TABS[0];
  return (
    <div className="flex flex-col gap-4">
      <SessionHeader session={session} />
      <Tabs
        label="Parts of the session"
        value={tab}
        onChange={(value) => set({ tab: value === TABS[0] ? null : value })}
        tabs={[
          {
            value: 'timeline',
            label: <Counted name="Timeline" count={session.timeline.totalCount} />,
            content: <TimelineTab session={session} timeline={timeline} />,
          },
          {
            value: 'runs',
            label: <Counted name="Runs" count={session.runs.length} />,
            content: <RunsTab session={session} />,
          },
          { value: 'artifacts', label: 'Artifacts', content: <ArtifactsTab session={session} /> },
        ]}
      />
    </div>
  );
}

const Counted = ({ name, count }: { name: string; count: number }) => (
  <>
    {name} <span className="text-muted text-xs">{exact(count)}</span>
  </>
);
