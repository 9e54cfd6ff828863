import { useState } from 'react';
import { UpsertOrganizationDocument } from '@/gql/graphql';
import { fieldError, formError } from '@/lib/form-errors';
import { useGqlMutation } from '@/lib/use-gql-mutation';
import { Form } from '@/ui/form';
import { Field, Input } from '@/ui/input';

type FormProps = {
  /** The organization to rename; null creates a new one. */
  organization: { readonly id: string; readonly name: string } | null;
  onDone?: () => void;
  /** Without it the form cannot be cancelled. */
  onCancel?: () => void;
};

/** Creates or renames an organization. */
export function OrganizationForm({ organization, onDone, onCancel }: FormProps) {
  const [id, setId] = useState(organization?.id ?? '');
  const [name, setName] = useState(organization?.name ?? '');
  const { mutate, error, isPending } = useGqlMutation(UpsertOrganizationDocument);
  const [idError, nameError] = [fieldError(error, 'id'), fieldError(error, 'name')];
  const save = () => mutate({ id: id.trim(), name: name.trim() }, { onSuccess: () => onDone?.() });
  return (
    <Form
      action={organization === null ? 'Create' : 'Save'}
      isPending={isPending}
      error={formError(error, ['id', 'name'])}
      onSubmit={save}
      {...(onCancel === undefined ? {} : { onCancel })}
    >
      <Field label="Id, as events name it" error={idError}>
        <Input
          className="font-mono"
          placeholder="acme-robotics"
          readOnly={organization !== null}
          aria-invalid={idError !== null}
          autoComplete="off"
          value={id}
          onChange={(event) => setId(event.target.value)}
        />
      </Field>
      <Field label="Name" error={nameError}>
        <Input
          placeholder="Acme Robotics"
          aria-invalid={nameError !== null}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
    </Form>
  );
}
