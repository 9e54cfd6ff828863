import { CodeBlock } from '@/ui/code-block';
import { CopyButton } from '@/ui/copy-button';
import { agentName } from '../names';
import type { AgentId } from './agents';
import { checkCommand, logsUrl } from './check-command';
import type { Setup } from './lines';
import { silentCauses } from './silent-causes';

type CausesProps = {
  agent: AgentId;
  /** Whether silence has lasted. */
  isLong: boolean;
  /** Its lines; undefined while loading. */
  setup: Setup | undefined;
  secret: string | null;
};

/** The usual reasons for silence, each with what to do, and a command that tells network and key from the rest. */
export function SilentCauses({ agent, isLong, setup, secret }: CausesProps) {
  const name = agentName(agent);
  const url = setup === undefined ? null : logsUrl(setup);
  const key = secret ?? setup?.keyPlaceholder ?? '';
  const command = url === null ? null : checkCommand(url, key);
  return (
    <section aria-label="What may be wrong" className="mt-3 rounded-md border border-line bg-bg p-3">
      <h3 role={isLong ? 'status' : undefined} className="font-medium">
        {isLong ? `Nothing came from ${name} for a minute. What may be wrong` : 'What may be wrong'}
      </h3>
      <ul className="mt-2 grid gap-x-6 gap-y-2.5 md:grid-cols-2">
        {silentCauses(agent).map(({ title, remedy }) => (
          <li key={title}>
            <p className="wrap-anywhere font-medium">{title}</p>
            <p className="wrap-anywhere text-muted">{remedy}</p>
          </li>
        ))}
      </ul>
      {command !== null && (
        <div className="mt-4">
          <div className="mb-1 flex min-h-7 items-end justify-between gap-3">
            <p className="min-w-0 flex-1 text-muted">
              Run this where the agent runs. 200 means that URL and key are right, 401 that the key is wrong; anything
              else is between that machine and this server.
            </p>
            <CopyButton label="Copy the check" text={command}>
              Copy
            </CopyButton>
          </div>
          <CodeBlock text={command} marked={key} />
        </div>
      )}
    </section>
  );
}
