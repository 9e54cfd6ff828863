import { useState } from 'react';
import { type MemberFragment, type Role, UpsertMemberDocument } from '@/gql/graphql';
import { fieldError, formError } from '@/lib/form-errors';
import { truncate } from '@/lib/format';
import { roleName } from '@/lib/role';
import { useGqlMutation } from '@/lib/use-gql-mutation';
import { useOrg } from '@/lib/use-org';
import { Dialog } from '@/ui/dialog';
import { Form } from '@/ui/form';
import { Field, Input, Select } from '@/ui/input';

const ROLES = ['MEMBER', 'MANAGER', 'ORG_ADMIN'] as const satisfies readonly Role[];
const FIELDS = ['userId', 'displayName', 'email', 'role'];

type DialogProps = {
  /** The member to change; null adds a new one. */
  member: MemberFragment | null;
  onClose: () => void;
};

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** Adds or changes a member of the directory. */
export function MemberDialog({ member, onClose }: DialogProps) {
  const { org } = useOrg();
  const [userId, setUserId] = useState(member?.id ?? '');
  const [displayName, setName] = useState(member?.name ?? '');
  const [email, setEmail] = useState(member?.email ?? '');
  const [role, setRole] = useState<Role>(member?.role ?? 'MEMBER');
  const { mutate, error, isPending } = useGqlMutation(UpsertMemberDocument);
  const stateOf = (field: string) => {
    const text = fieldError(error, field);
    return { error: text, input: { 'aria-invalid': text !== null } };
  };
  const save = () =>
    mutate(
      {
        organizationId: org.id,
        member: { userId: userId.trim(), displayName: orNull(displayName), email: orNull(email), role },
      },
      { onSuccess: onClose },
    );
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={member === null ? 'Add a member' : 'Change a member'}
      description={`The directory of ${truncate(org.name)}. What a person may do, the sign-in decides; this is what others see.`}
    >
      <Form
        action={member === null ? 'Add' : 'Save'}
        isPending={isPending}
        error={formError(error, FIELDS)}
        onSubmit={save}
        onCancel={onClose}
      >
        <Field label="Id, as events name the person" error={stateOf('userId').error}>
          <Input
            {...stateOf('userId').input}
            className="font-mono"
            readOnly={member !== null}
            autoComplete="off"
            value={userId}
            onChange={(event) => setUserId(event.target.value)}
          />
        </Field>
        <Field label="Name" error={stateOf('displayName').error}>
          <Input
            {...stateOf('displayName').input}
            autoComplete="off"
            value={displayName}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <Field label="Email" error={stateOf('email').error}>
          <Input
            {...stateOf('email').input}
            type="email"
            autoComplete="off"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        </Field>
        <Field label="Role" error={stateOf('role').error}>
          <Select
            {...stateOf('role').input}
            className="w-full"
            value={role}
            onChange={(event) => setRole(ROLES.find((one) => one === event.target.value) ?? 'MEMBER')}
          >
            {ROLES.map((one) => (
              <option key={one} value={one}>
                {roleName(one)}
              </option>
            ))}
          </Select>
        </Field>
      </Form>
    </Dialog>
  );
}
