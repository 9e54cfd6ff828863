import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { apiUrl } from '@/lib/config';
import { useOrg } from '@/lib/use-org';
import { useViewer } from '@/lib/use-viewer';
import { CodeBlock } from '@/ui/code-block';
import { CopyButton } from '@/ui/copy-button';
import { firstEventsCommand } from './first-events-command';

type SecretProps = {
  secret: string;
  /** The session that the command creates. */
  sessionId: string;
};

/** A secret that is shown once, and a command that sends the first events with it. */
export function NewKeySecret({ secret, sessionId }: SecretProps) {
  const { org } = useOrg();
  const viewer = useViewer();
  const [now] = useState(Date.now);
  const { data: url } = useQuery({ queryKey: ['api-url', 'v1/events'], queryFn: () => apiUrl('v1/events') });
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <Block label="The secret" copy="Copy the secret" text={secret} />
      {url !== undefined && (
        <Block
          label="A first session, sent from a shell"
          copy="Copy the command"
          text={firstEventsCommand({
            url: url.href,
            secret,
            organizationId: org.id,
            userId: viewer.id,
            sessionId,
            now,
          })}
        />
      )}
    </div>
  );
}

const Block = ({ label, copy, text }: { label: string; copy: string; text: string }) => (
  <section aria-label={label} className="min-w-0">
    <div className="mb-1 flex min-h-7 items-center justify-between gap-2">
      <h3 className="font-medium text-muted text-xs">{label}</h3>
      <CopyButton label={copy} text={text}>
        {copy}
      </CopyButton>
    </div>
    <CodeBlock text={text} />
  </section>
);
