import { KeyRound } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Link } from 'wouter';
import { CreateKeyDocument, type KeyFragment, OrganizationKeysDocument } from '@/gql/graphql';
import { fieldError, formError } from '@/lib/form-errors';
import { exact, truncate } from '@/lib/format';
import { useGql } from '@/lib/use-gql';
import { useGqlMutation } from '@/lib/use-gql-mutation';
import { useOrg } from '@/lib/use-org';
import { useHref } from '@/lib/use-url-params';
import { Button } from '@/ui/button';
import { Field, Input } from '@/ui/input';
import type { NewKey } from '../settings/keys/create-dialog';
import { keyState } from '../settings/keys/key-state';
import { OnboardingStep } from './step';
import { uniqueName } from './unique-name';

type KeyStepProps = { created: NewKey | null; onCreated: (created: NewKey) => void };

/** Creates the key that the first events are sent with. */
export function KeyStep({ created, onCreated }: KeyStepProps) {
  const { org } = useOrg();
  const { data, isPending: isAsking } = useGql(OrganizationKeysDocument, { organizationId: org.id });
  const keys = data?.organization?.ingestKeys ?? [];
  const [typed, setTyped] = useState<string | null>(null);
  const name =
    typed ??
    uniqueName(
      'First producer',
      keys.map((key) => key.name),
    );
  const { mutate, error, isPending } = useGqlMutation(CreateKeyDocument);
  const nameError = fieldError(error, 'name') ?? formError(error, ['name']);
  const create = (event: FormEvent) => {
    event.preventDefault();
    if (isPending || isAsking) return;
    mutate(
      { organizationId: org.id, name: name.trim(), expiresAt: null },
      { onSuccess: ({ createIngestKey }) => onCreated(createIngestKey) },
    );
  };
  if (created !== null) {
    return (
      <OnboardingStep number={1} title="Create an ingest key" state="done">
        <p className="text-muted">
          {truncate(created.key.name)} may write to {truncate(org.name)} alone. It stands under Settings, where it can
          be revoked.
        </p>
      </OnboardingStep>
    );
  }
  return (
    <OnboardingStep number={1} title="Create an ingest key" state="now">
      <p className="mb-3 text-muted">
        Whatever sends events to {truncate(org.name)} shows a key. Its secret is told once.
      </p>
      <ExistingKeys keys={keys} />
      <form noValidate onSubmit={create} className="flex max-w-md flex-wrap items-end gap-2">
        <div className="min-w-48 flex-1">
          <Field label="Name of the key" error={nameError}>
            <Input
              aria-invalid={nameError !== null}
              autoComplete="off"
              value={name}
              onChange={(event) => setTyped(event.target.value)}
            />
          </Field>
        </div>
        <Button
          variant="accent"
          type="submit"
          aria-disabled={isPending || isAsking}
          className={nameError === null ? '' : 'mb-5'}
        >
          <KeyRound aria-hidden />
          {keys.length === 0 ? 'Create the key' : 'Create another'}
        </Button>
      </form>
    </OnboardingStep>
  );
}

/** Keys that work already, so that nobody creates them again. */
function ExistingKeys({ keys }: { keys: readonly KeyFragment[] }) {
  const href = useHref();
  const [now] = useState(Date.now);
  const working = keys.filter((key) => keyState(key, now) === 'active');
  const [first, ...others] = working;
  if (first === undefined) return null;
  return (
    <p role="status" className="mb-3 rounded-md border border-line bg-hover px-3 py-2">
      <b className="font-medium">{truncate(first.name)}</b>
      {others.length > 0 && ` and ${exact(others.length)} more`} can send events already. Use the secret that you kept;
      it is told nowhere again. Where it is lost, create another key and revoke this one under{' '}
      <Link href={href('/settings', { tab: 'keys' })} className="rounded underline">
        Settings
      </Link>
      .
    </p>
  );
}
