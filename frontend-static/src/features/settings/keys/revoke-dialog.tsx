import { type KeyFragment, RevokeKeyDocument } from '@/gql/graphql';
import { formError } from '@/lib/form-errors';
import { truncate } from '@/lib/format';
import { useGqlMutation } from '@/lib/use-gql-mutation';
import { Confirm } from '@/ui/confirm';

type DialogProps = { ingestKey: KeyFragment; onClose: () => void };

/** Ends a key for good. */
export function RevokeDialog({ ingestKey, onClose }: DialogProps) {
  const { mutate, error, isPending } = useGqlMutation(RevokeKeyDocument);
  return (
    <Confirm
      title={`Revoke ${truncate(ingestKey.name)}?`}
      action="Revoke"
      isPending={isPending}
      fault={formError(error, [])}
      onConfirm={() => mutate({ id: ingestKey.id }, { onSuccess: onClose })}
      onClose={onClose}
    >
      Within seconds no event is taken that comes with it, and it cannot be brought back. What it sent stays.
    </Confirm>
  );
}
