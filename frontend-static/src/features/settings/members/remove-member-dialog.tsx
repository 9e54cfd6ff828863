import { type MemberFragment, RemoveMemberDocument } from '@/gql/graphql';
import { formError } from '@/lib/form-errors';
import { truncate } from '@/lib/format';
import { useGqlMutation } from '@/lib/use-gql-mutation';
import { useOrg } from '@/lib/use-org';
import { ConfirmDialog } from '@/ui/confirm-dialog';

/** Removes a member from the directory. */
export function RemoveMemberDialog({ member, onClose }: { member: MemberFragment; onClose: () => void }) {
  const { org } = useOrg();
  const { mutate, error, isPending } = useGqlMutation(RemoveMemberDocument);
  return (
    <ConfirmDialog
      title={`Remove ${truncate(member.name ?? member.id)}?`}
      action="Remove"
      isPending={isPending}
      error={formError(error, [])}
      onConfirm={() => mutate({ organizationId: org.id, userId: member.id }, { onSuccess: onClose })}
      onClose={onClose}
    >
      The person leaves the directory of {truncate(org.name)}: name, email and role are forgotten. Sessions and figures
      stay, under the id.
    </ConfirmDialog>
  );
}
