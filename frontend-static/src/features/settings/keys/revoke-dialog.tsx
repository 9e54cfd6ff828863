import { type KeyFragment, RevokeKeyDocument } from '@/gql/graphql';
import { faultBeside } from '@/lib/fault';
import { short } from '@/lib/format';
import { useGqlMutation } from '@/lib/use-gql-mutation';
import { Confirm } from '@/ui/confirm';

type DialogProps = { ingestKey: KeyFragment; onClose: () => void };

/** Ends a key for good. */
export function RevokeDialog({ ingestKey, onClose }: DialogProps) {
  const { mutate, error, isPending } = useGqlMutation(RevokeKeyDocument);
  return (
    <Confirm
      title={`Revoke ${short(ingestKey.name)}?`}
      action="Revoke"
      isPending={isPending}
      fault={faultBeside(error, [])}
      onConfirm={() => mutate({ id: ingestKey.id }, { onSuccess: onClose })}
      onClose={onClose}
    >
      Within seconds no event is taken that comes with it, and it cannot be brought back. What it sent stays.
    </Confirm>
  );
}
