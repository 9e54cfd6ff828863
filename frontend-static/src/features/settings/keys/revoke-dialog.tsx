import { type KeyFragment, RevokeKeyDocument } from '@/gql/graphql';
import { formError } from '@/lib/form-errors';
import { truncate } from '@/lib/format';
import { useGqlMutation } from '@/lib/use-gql-mutation';
import { ConfirmDialog } from '@/ui/confirm-dialog';

type DialogProps = { ingestKey: KeyFragment; onClose: () => void };

/** Revokes a key. */
export function RevokeDialog({ ingestKey, onClose }: DialogProps) {
  const { mutate, error, isPending } = useGqlMutation(RevokeKeyDocument);
  return (
    <ConfirmDialog
      title={`Revoke ${truncate(ingestKey.name)}?`}
      action="Revoke"
      isPending={isPending}
      error={formError(error, [])}
      onConfirm={() => mutate({ id: ingestKey.id }, { onSuccess: onClose })}
      onClose={onClose}
    >
      Within seconds no event is taken that comes with it, and it cannot be brought back. What it sent stays.
    </ConfirmDialog>
  );
}
