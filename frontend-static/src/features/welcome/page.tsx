import { truncate } from '@/lib/format';
import { useOrg } from '@/lib/use-org';
import { useUrlChoice } from '@/lib/use-url-choice';
import { hasPermission, useViewer } from '@/lib/use-viewer';
import { Card } from '@/ui/card';
import { Segmented } from '@/ui/segmented';
import { ConnectAgent } from '../agents/connect/connect-agent';
import { FirstEvents } from './first-events';

const WAYS = ['agent', 'events'] as const;

const SEGMENTS = [
  { value: 'agent', label: 'Connect an agent' },
  { value: 'events', label: 'Send events yourself' },
] as const;

const NOTES: Readonly<Record<(typeof WAYS)[number], string>> = {
  agent: 'Most coding agents can report what they do. Three steps show the first session of one.',
  events: 'A platform that runs agents sends events of its own. Three steps show one from end to end.',
};

/** The page that leads from nothing to the first figures: by a coding agent, or by events of one's own. */
export default function WelcomePage() {
  const { org } = useOrg();
  const isAdmin = hasPermission(useViewer(), 'MANAGE_ORGANIZATION');
  const [chosen, setWay] = useUrlChoice('by', WAYS);
  const way = isAdmin ? chosen : 'agent';
  const Steps = way === 'agent' ? ConnectAgent : FirstEvents;
  return (
    <Card className="mx-auto w-full max-w-4xl p-5 pb-0 sm:p-8 sm:pb-1">
      <p className="font-semibold text-lg">The first session of {truncate(org.name)}</p>
      <p className="mt-1 mb-4 text-muted text-sm">{NOTES[way]}</p>
      {isAdmin && (
        <div className="mb-6">
          <Segmented label="Where the events come from" value={way} onChange={setWay} segments={SEGMENTS} />
        </div>
      )}
      {/* Reset all state when the organization changes. */}
      <Steps key={org.id} />
    </Card>
  );
}
