import { CircleCheck, TriangleAlert } from 'lucide-react';
import { type SeenAgentFragment, SeenAgentsDocument } from '@/gql/graphql';
import { DASH, exact } from '@/lib/format';
import { useGql } from '@/lib/use-gql';
import { useOrg } from '@/lib/use-org';
import { Badge } from '@/ui/badge';
import { Card, CardHeader } from '@/ui/card';
import { cn } from '@/ui/class-names';
import { FocusableName } from '@/ui/name';
import { EmptyState } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { Skeleton } from '@/ui/skeleton';
import { Time } from '@/ui/time';
import { Tooltip } from '@/ui/tooltip';
import { agentName } from '../names';
import { problemsOf } from './problems';

const REFETCH = { refetchIntervalMs: 10_000 };

const HEADS = [
  ['Agent'],
  ['Version', 'max-md:hidden'],
  ['Last seen', 'max-sm:hidden'],
  ['Sessions', 'text-right'],
  ['Refused', 'text-right max-lg:hidden'],
  ['Not recognized', 'text-right max-lg:hidden'],
  ['State', 'text-right sm:text-left'],
] as const;

/** The agents that sent something, and what is wrong with what they send. */
export function SeenAgentsCard() {
  const { org } = useOrg();
  const query = useGql(SeenAgentsDocument, { organizationId: org.id }, REFETCH);
  return (
    <Card>
      <CardHeader title="Agents seen" note="What each of them sends, and what is wrong with it" />
      <Panel
        query={query}
        skeleton={<Skeleton className="m-4 h-24" />}
        isEmpty={({ organization }) => organization?.agents.length === 0}
        empty={<EmptyState title="No agent yet">Agents appear here with their first record.</EmptyState>}
      >
        {({ organization }) => <AgentsTable agents={organization?.agents ?? []} />}
      </Panel>
    </Card>
  );
}

const AgentsTable = ({ agents }: { agents: readonly SeenAgentFragment[] }) => (
  <table aria-label="Agents seen" className="mt-1 w-full text-sm">
    <thead>
      <tr className="text-left text-muted text-xs">
        {HEADS.map(([name, className]) => (
          <th key={name} scope="col" className={cn('h-9 px-4 font-medium max-sm:px-2 max-sm:first:pl-4', className)}>
            {name}
          </th>
        ))}
      </tr>
    </thead>
    {agents.map((agent) => (
      <AgentRows key={agent.agent} agent={agent} />
    ))}
  </table>
);

const cell = 'h-[37px] px-4 py-2 max-sm:px-2 max-sm:first:pl-4';

/** An agent, and below it what is wrong. */
function AgentRows({ agent }: { agent: SeenAgentFragment }) {
  const problems = problemsOf(agent);
  return (
    <tbody data-agent={agent.agent} className="border-line border-t">
      <tr>
        <td className={cell}>
          <FocusableName text={agentName(agent.agent)} className="font-medium" />
          <span className="text-muted text-xs sm:hidden">
            <Time at={agent.lastSeenAt} as="age" />
          </span>
        </td>
        <td className={cn(cell, 'max-md:hidden')}>
          <Versions versions={agent.versions} />
        </td>
        <td className={cn(cell, 'max-sm:hidden')}>
          <Time at={agent.lastSeenAt} as="age" />
        </td>
        <td className={cn(cell, 'text-right')}>{exact(agent.sessions)}</td>
        <td className={cn(cell, 'text-right max-lg:hidden')}>{exact(agent.refusedRecords)}</td>
        <td className={cn(cell, 'text-right max-lg:hidden')}>{exact(agent.unknownRecords)}</td>
        <td className={cn(cell, 'text-right sm:text-left')}>
          {problems.length === 0 ? (
            <Badge tone="good">
              <CircleCheck aria-hidden />
              Fine
            </Badge>
          ) : (
            <Badge tone="warn">
              <TriangleAlert aria-hidden />
              {problems.length === 1 ? '1 problem' : `${problems.length} problems`}
            </Badge>
          )}
        </td>
      </tr>
      {problems.length > 0 && (
        <tr>
          <td colSpan={HEADS.length} className="px-4 pb-3">
            <ul aria-label={`Problems of ${agentName(agent.agent)}`} className="flex flex-col gap-1.5 text-xs">
              {problems.map(({ text, remedy }) => (
                <li key={text} className="flex gap-2">
                  <TriangleAlert aria-hidden className="mt-px size-3.5 shrink-0 text-warn" />
                  <span className="wrap-anywhere min-w-0">
                    {text} <span className="text-muted">{remedy}</span>
                  </span>
                </li>
              ))}
            </ul>
          </td>
        </tr>
      )}
    </tbody>
  );
}

/** The version that was last seen, and how many others there were. */
function Versions({ versions }: Pick<SeenAgentFragment, 'versions'>) {
  const [latest, ...others] = versions;
  if (latest === undefined) return DASH;
  if (others.length === 0) return <span className="wrap-anywhere">{latest}</span>;
  return (
    <Tooltip label={`Also seen: ${others.join(', ')}`}>
      <button type="button" className="wrap-anywhere cursor-help rounded text-left">
        {latest} <span className="text-muted text-xs">and {others.length} more</span>
      </button>
    </Tooltip>
  );
}
