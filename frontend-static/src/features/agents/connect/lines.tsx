import { Info } from 'lucide-react';
import type { AgentSetupQuery } from '@/gql/graphql';
import { CodeBlock } from '@/ui/code-block';
import { CopyButton } from '@/ui/copy-button';

export type Setup = NonNullable<AgentSetupQuery['organization']>['agentSetup'];

type LinesProps = {
  setup: Setup;
  /** The secret of a key that was just made; null leaves its place. */
  secret: string | null;
};

/** What to write where, with the key in its place, and what else to know. */
export const Lines = ({ setup: { snippets, notes, keyPlaceholder }, secret }: LinesProps) => (
  <div className="flex min-w-0 flex-col gap-3">
    {snippets.map(({ place, text }) => {
      const filled = secret === null ? text : text.replaceAll(keyPlaceholder, secret);
      return (
        <section key={place} aria-label={place} className="min-w-0">
          <div className="mb-1 flex min-h-7 items-center justify-between gap-2">
            <h3 className="wrap-anywhere min-w-0 text-muted text-xs">
              For <span className="font-medium text-ink">{place}</span>
            </h3>
            <CopyButton label={`Copy the lines for ${place}`} text={filled}>
              Copy
            </CopyButton>
          </div>
          <CodeBlock text={filled} marked={secret ?? keyPlaceholder} />
        </section>
      );
    })}
    {notes.length > 0 && (
      <ul className="flex flex-col gap-1.5">
        {notes.map((note) => (
          <li key={note} className="flex gap-2 text-muted text-xs">
            <Info aria-hidden className="mt-px size-3.5 shrink-0" />
            <span className="wrap-anywhere min-w-0">{note}</span>
          </li>
        ))}
      </ul>
    )}
  </div>
);
