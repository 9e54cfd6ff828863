import { Check, KeyRound } from 'lucide-react';
import { Link } from 'wouter';
import { CreateKeyDocument, OrganizationKeysDocument } from '@/gql/graphql';
import { formError } from '@/lib/form-errors';
import { exact, truncate } from '@/lib/format';
import { useGql } from '@/lib/use-gql';
import { useGqlMutation } from '@/lib/use-gql-mutation';
import { useOrg } from '@/lib/use-org';
import { useHref } from '@/lib/use-url-params';
import { hasPermission, useViewer } from '@/lib/use-viewer';
import { Button } from '@/ui/button';
import type { NewKey } from '../../settings/keys/create-dialog';
import { keyState } from '../../settings/keys/key-state';
import { uniqueName } from '../../welcome/unique-name';

type KeyPartProps = {
  /** The agent's name, which the key gets. */
  name: string;
  /** What stands in the lines where the secret belongs. */
  placeholder: string;
  created: NewKey | null;
  onCreated: (created: NewKey) => void;
};

/** How the key gets into the lines. Only admins can make one. */
export const KeyPart = (props: KeyPartProps) =>
  hasPermission(useViewer(), 'MANAGE_ORGANIZATION') ? <OwnKey {...props} /> : <KeyOfAdmin {...props} />;

function KeyOfAdmin({ placeholder }: KeyPartProps) {
  const { org } = useOrg();
  return (
    <p className="rounded-md border border-line bg-hover px-3 py-2">
      An admin of {truncate(org.name)} creates the ingest key that goes in place of <Placeholder text={placeholder} />.
      Ask for one, and paste it into the lines.
    </p>
  );
}

function OwnKey({ name, placeholder, created, onCreated }: KeyPartProps) {
  const { org } = useOrg();
  const href = useHref();
  const { data, isPending: isAsking } = useGql(OrganizationKeysDocument, { organizationId: org.id });
  const keys = data?.organization?.ingestKeys ?? [];
  const { mutate, error, isPending } = useGqlMutation(CreateKeyDocument);
  const create = () => {
    if (isPending || isAsking) return;
    const taken = keys.map((key) => key.name);
    mutate(
      { organizationId: org.id, name: uniqueName(name, taken), expiresAt: null },
      { onSuccess: ({ createIngestKey }) => onCreated(createIngestKey) },
    );
  };
  const settings = (
    <Link href={href('/settings', { tab: 'keys' })} className="rounded underline">
      Ingest keys
    </Link>
  );
  if (created !== null) {
    return (
      <p role="status" className="flex items-start gap-2 rounded-md border border-line bg-hover px-3 py-2">
        <Check aria-hidden className="mt-px size-4 shrink-0 text-good" />
        <span>
          The key <b className="font-medium">{truncate(created.key.name)}</b> is in the lines below. Copy them now: its
          secret is shown only here, and stored nowhere. It can be revoked under {settings}.
        </span>
      </p>
    );
  }
  const working = keys.filter((key) => keyState(key, Date.now()) === 'active').length;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <Button variant="accent" aria-disabled={isPending || isAsking} aria-busy={isPending} onClick={create}>
        <KeyRound aria-hidden />
        Create a key for these lines
      </Button>
      <p className="min-w-56 flex-1 text-muted">
        {working === 0 ? (
          'The agent shows it with everything that it sends.'
        ) : (
          <>
            Or put the secret of {working === 1 ? 'the key' : `one of the ${exact(working)} keys`} that you have already
            in place of <Placeholder text={placeholder} />.
          </>
        )}
      </p>
      {error !== null && (
        <p role="alert" className="basis-full text-bad">
          {formError(error, [])}
        </p>
      )}
    </div>
  );
}

const Placeholder = ({ text }: { text: string }) => <code className="font-mono text-ink text-xs">{text}</code>;
