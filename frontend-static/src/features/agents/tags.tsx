import { Bot, Keyboard, type LucideIcon } from 'lucide-react';
import type { AgentMode } from '@/gql/graphql';
import { DASH } from '@/lib/format';
import { Tooltip } from '@/ui/tooltip';
import { agentName } from './names';

type Mode = { readonly icon: LucideIcon; readonly word: string; readonly meaning: string };

/** Whether a person sits in front of the agent. */
export const MODES: Readonly<Record<AgentMode, Mode>> = {
  HEADLESS: { icon: Bot, word: 'headless', meaning: 'Headless: started with a task, it works alone' },
  INTERACTIVE: { icon: Keyboard, word: 'interactive', meaning: 'Interactive: a person types prompts' },
};

type AgentTagProps = { agent: string | null; mode: AgentMode | null };

/** The agent of a session and its mode, for a row. */
export function AgentTag({ agent, mode }: AgentTagProps) {
  if (agent === null && mode === null) return <span className="text-muted">{DASH}</span>;
  const name = agent === null ? DASH : agentName(agent);
  const known = mode === null ? null : MODES[mode];
  return (
    <span className="flex min-w-0 items-center gap-1.5 text-muted">
      <span className="truncate" title={name}>
        {name}
      </span>
      {known !== null && (
        <Tooltip label={known.meaning}>
          <span className="shrink-0">
            <known.icon aria-hidden className="size-3.5" />
            <span className="sr-only">{known.word}</span>
          </span>
        </Tooltip>
      )}
    </span>
  );
}
