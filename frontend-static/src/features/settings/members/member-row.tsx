import { Pencil, UserMinus } from 'lucide-react';
import { Link } from 'wouter';
import type { MemberFragment } from '@/gql/graphql';
import { detailPath } from '@/lib/detail-path';
import { DASH } from '@/lib/format';
import { roleName } from '@/lib/role';
import { useHref } from '@/lib/use-url-params';
import { useViewer } from '@/lib/use-viewer';
import { Badge } from '@/ui/badge';
import { Button } from '@/ui/button';
import { Name } from '@/ui/name';
import { Time } from '@/ui/time';

type RowProps = { member: MemberFragment; onChange: () => void; onRemove: () => void };

/** A member, with actions. */
export function MemberRow({ member, onChange, onRemove }: RowProps) {
  const href = useHref();
  const viewer = useViewer();
  const name = member.name ?? member.id;
  return (
    <tr data-member={member.id}>
      <td className="min-w-0">
        <Link
          href={href(...detailPath('/users', member.id))}
          className="block rounded font-medium hover:text-accent hover:underline"
        >
          <Name text={name} lines={2} />
        </Link>
        {viewer.id === member.id && <span className="text-muted">(you)</span>}
        <p className="break-all font-mono text-muted text-xs">{member.id}</p>
      </td>
      <td>{member.role === null ? DASH : <Badge>{roleName(member.role)}</Badge>}</td>
      <td className="break-all max-md:hidden">{member.email ?? DASH}</td>
      <td className="max-lg:hidden">{member.memberSince === null ? DASH : <Time at={member.memberSince} />}</td>
      <td className="max-sm:hidden">
        {member.lastActiveAt === null ? DASH : <Time at={member.lastActiveAt} as="age" />}
      </td>
      <td>
        <div className="flex justify-end gap-1">
          <Button variant="plain" size="iconSm" aria-label={`Change ${name}`} onClick={onChange}>
            <Pencil />
          </Button>
          <Button variant="plain" size="iconSm" aria-label={`Remove ${name}`} onClick={onRemove}>
            <UserMinus />
          </Button>
        </div>
      </td>
    </tr>
  );
}
