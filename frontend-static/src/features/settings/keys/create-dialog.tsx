import { useState } from 'react';
import { CreateKeyDocument, type CreateKeyMutation } from '@/gql/graphql';
import { isDay } from '@/lib/day';
import { fieldError, formError } from '@/lib/form-errors';
import { useGqlMutation } from '@/lib/use-gql-mutation';
import { Dialog } from '@/ui/dialog';
import { Form } from '@/ui/form';
import { Field, Input } from '@/ui/input';

export type NewKey = CreateKeyMutation['createIngestKey'];

type DialogProps = {
  /** The organization that the key is limited to; null for all. */
  organizationId: string | null;
  /** The scope in words. */
  scope: string;
  onCreated: (created: NewKey) => void;
  onClose: () => void;
};

const FIELDS = ['name', 'expiresAt'];

/** Creates a key; its secret is shown once. */
export function CreateKeyDialog({ organizationId, scope, onCreated, onClose }: DialogProps) {
  const [name, setName] = useState('');
  const [lastDay, setLastDay] = useState('');
  const { mutate, error, isPending } = useGqlMutation(CreateKeyDocument);
  const [nameError, expiryError] = [fieldError(error, 'name'), fieldError(error, 'expiresAt')];
  const create = () =>
    mutate(
      { organizationId, name: name.trim(), expiresAt: isDay(lastDay) ? `${lastDay}T23:59:59Z` : null },
      {
        onSuccess: ({ createIngestKey }) => {
          onCreated(createIngestKey);
          onClose();
        },
      },
    );
  return (
    <Dialog open onOpenChange={onClose} title="Create an ingest key" description={`It may write to ${scope}.`}>
      <Form action="Create" isPending={isPending} error={formError(error, FIELDS)} onSubmit={create} onCancel={onClose}>
        <Field label="Name, such as the producer that uses it" error={nameError}>
          <Input
            aria-invalid={nameError !== null}
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <Field label="Last day (UTC), if it shall end" error={expiryError}>
          <Input
            type="date"
            aria-invalid={expiryError !== null}
            value={lastDay}
            onChange={(event) => setLastDay(event.target.value)}
          />
        </Field>
      </Form>
    </Dialog>
  );
}
