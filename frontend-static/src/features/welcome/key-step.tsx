import { KeyRound } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { CreateKeyDocument } from '@/gql/graphql';
import { faultAt, faultBeside } from '@/lib/fault';
import { short } from '@/lib/format';
import { useGqlMutation } from '@/lib/use-gql-mutation';
import { useOrg } from '@/lib/use-org';
import { Button } from '@/ui/button';
import { Field, Input } from '@/ui/input';
import type { NewKey } from '../settings/keys/create-dialog';
import { Step } from './step';

type KeyStepProps = { created: NewKey | null; onCreated: (created: NewKey) => void };

/** The key that events come with. */
export function KeyStep({ created, onCreated }: KeyStepProps) {
  const { org } = useOrg();
  const [name, setName] = useState('First producer');
  const { mutate, error, isPending } = useGqlMutation(CreateKeyDocument);
  const fault = faultAt(error, 'name') ?? faultBeside(error, ['name']);
  const create = (event: FormEvent) => {
    event.preventDefault();
    if (isPending) return;
    mutate(
      { organizationId: org.id, name: name.trim(), expiresAt: null },
      { onSuccess: ({ createIngestKey }) => onCreated(createIngestKey) },
    );
  };
  if (created !== null) {
    return (
      <Step number={1} title="Create an ingest key" state="done">
        <p className="text-muted">
          {short(created.key.name)} may write to {short(org.name)} alone. It stands under Settings, where it can be
          revoked.
        </p>
      </Step>
    );
  }
  return (
    <Step number={1} title="Create an ingest key" state="now">
      <p className="mb-3 text-muted">
        Whatever sends events to {short(org.name)} shows a key. Its secret is told once.
      </p>
      <form noValidate onSubmit={create} className="flex max-w-md flex-wrap items-end gap-2">
        <div className="min-w-48 flex-1">
          <Field label="Name of the key" fault={fault}>
            <Input
              aria-invalid={fault !== null}
              autoComplete="off"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          </Field>
        </div>
        <Button look="accent" type="submit" aria-disabled={isPending} className={fault === null ? '' : 'mb-5'}>
          <KeyRound aria-hidden />
          Create the key
        </Button>
      </form>
    </Step>
  );
}
