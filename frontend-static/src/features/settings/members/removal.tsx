import { type MemberFragment, RemoveMemberDocument } from '@/gql/graphql';
import { faultBeside } from '@/lib/fault';
import { short } from '@/lib/format';
import { useGqlMutation } from '@/lib/use-gql-mutation';
import { useOrg } from '@/lib/use-org';
import { Confirm } from '@/ui/confirm';

/** Takes somebody out of the directory. */
export function Removal({ member, onClose }: { member: MemberFragment; onClose: () => void }) {
  const { org } = useOrg();
  const { mutate, error, isPending } = useGqlMutation(RemoveMemberDocument);
  return (
    <Confirm
      title={`Remove ${short(member.name ?? member.id)}?`}
      action="Remove"
      isPending={isPending}
      fault={faultBeside(error, [])}
      onConfirm={() => mutate({ organizationId: org.id, userId: member.id }, { onSuccess: onClose })}
      onClose={onClose}
    >
      The person leaves the directory of {short(org.name)}: name, email and role are forgotten. Sessions and figures
      stay, under the id.
    </Confirm>
  );
}
