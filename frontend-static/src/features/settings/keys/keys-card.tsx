import { KeyRound } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { KeyFragment } from '@/gql/graphql';
import { truncate } from '@/lib/format';
import { Button } from '@/ui/button';
import { Card, CardHeader } from '@/ui/card';
import { EmptyState } from '@/ui/notice';
import { CreateKeyDialog, type NewKey } from './create-dialog';
import { newSessionId } from './first-events-command';
import { KeysTable } from './keys-table';
import { NewKeySecret } from './new-key-secret';
import { RevokeDialog } from './revoke-dialog';

type CardProps = {
  title: string;
  /** The organization that the keys are limited to; null for all. */
  organizationId: string | null;
  /** The scope in words. */
  scope: string;
  /** Renders the keys in every state of their query. */
  children: (show: (keys: readonly KeyFragment[]) => ReactNode) => ReactNode;
};

/** Lists, creates and revokes ingest keys. */
export function KeysCard({ title, organizationId, scope, children }: CardProps) {
  const [isCreating, setCreating] = useState(false);
  const [created, setCreated] = useState<NewKey | null>(null);
  const [revoked, setRevoked] = useState<KeyFragment | null>(null);
  const [sessionId] = useState(newSessionId);
  const show = (keys: readonly KeyFragment[]) =>
    keys.length === 0 ? (
      <EmptyState title="No key yet">A producer of events needs one: it is its bearer.</EmptyState>
    ) : (
      <KeysTable label={title} keys={keys} onRevoke={setRevoked} />
    );
  return (
    <div className="flex flex-col gap-4">
      {created !== null && (
        <Card className="p-4">
          <div className="mb-2 flex flex-wrap items-start justify-between gap-2">
            <div role="status">
              <h2 className="font-semibold text-base">{truncate(created.key.name)} is there</h2>
              <p className="text-muted text-sm">Keep its secret now: it is shown this once and stored nowhere.</p>
            </div>
            <Button onClick={() => setCreated(null)}>I have kept it</Button>
          </div>
          <NewKeySecret key={created.key.id} secret={created.secret} sessionId={sessionId} />
        </Card>
      )}
      <Card>
        <CardHeader title={title} note={`They write to ${scope}.`}>
          <Button variant="accent" onClick={() => setCreating(true)}>
            <KeyRound aria-hidden />
            Create a key
          </Button>
        </CardHeader>
        <div className="pt-2">{children(show)}</div>
      </Card>
      {isCreating && (
        <CreateKeyDialog
          organizationId={organizationId}
          scope={scope}
          onCreated={setCreated}
          onClose={() => setCreating(false)}
        />
      )}
      {revoked !== null && <RevokeDialog ingestKey={revoked} onClose={() => setRevoked(null)} />}
    </div>
  );
}
