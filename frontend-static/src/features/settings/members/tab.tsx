import { Pencil, UserMinus, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { Pager } from '@/data-table/pager';
import { NO_PAGE, usePage } from '@/data-table/use-page';
import { type MemberFragment, MembersDocument, RemoveMemberDocument } from '@/gql/graphql';
import { addDays } from '@/lib/day';
import { faultBeside } from '@/lib/fault';
import { DASH } from '@/lib/format';
import { roleName } from '@/lib/role';
import { useAddress, useHref } from '@/lib/use-address';
import { useGql } from '@/lib/use-gql';
import { useGqlMutation } from '@/lib/use-gql-mutation';
import { useOrg } from '@/lib/use-org';
import { useToday } from '@/lib/use-today';
import { useViewer } from '@/lib/use-viewer';
import { Badge } from '@/ui/badge';
import { Button } from '@/ui/button';
import { Card, CardHeader } from '@/ui/card';
import { Confirm } from '@/ui/confirm';
import { Empty } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { PlainTable } from '@/ui/plain-table';
import { Skeleton } from '@/ui/skeleton';
import { Time } from '@/ui/time';
import { SearchField } from '../../sessions/filters/search';
import { MemberDialog } from './member-dialog';

/** In days to come nobody has run anything yet: the list of users over them is the directory. */
const AHEAD_DAYS = 30;

type Layer = { of: 'change'; member: MemberFragment | null } | { of: 'removal'; member: MemberFragment };

/** The directory of the organisation. */
export function MembersTab() {
  const { org } = useOrg();
  const { query: address, set } = useAddress();
  const page = usePage();
  const day = addDays(useToday(), AHEAD_DAYS);
  const search = address.get('q') ?? '';
  const query = useGql(MembersDocument, {
    organizationId: org.id,
    period: { from: day, to: day },
    search: search === '' ? null : search,
    ...page.arguments,
  });
  const [layer, setLayer] = useState<Layer | null>(null);
  const close = () => setLayer(null);
  const users = query.data?.organization?.users;
  return (
    <Card>
      <CardHeader title="Members" note={`The directory of ${org.name}`}>
        <Button look="accent" onClick={() => setLayer({ of: 'change', member: null })}>
          <UserPlus aria-hidden />
          Add a member
        </Button>
      </CardHeader>
      <div className="flex px-4 py-3">
        <SearchField
          label="Name, email or id"
          value={search}
          onChange={(q) => set({ q, ...NO_PAGE }, { replace: true })}
        />
      </div>
      <Panel
        query={query}
        skeleton={<Skeleton className="mx-4 mb-4 h-48" />}
        isEmpty={(data) => data.organization?.users.nodes.length === 0}
        empty={
          search === '' ? (
            <Empty title="Nobody yet">Members stand here once they are added or sign in.</Empty>
          ) : (
            <Empty title="Nobody is found" />
          )
        }
      >
        {({ organization }) => (
          <>
            <PlainTable
              label="Members"
              heads={[
                ['Name'],
                ['Role'],
                ['Email', 'max-md:hidden'],
                ['Member since', 'max-lg:hidden'],
                ['Last active', 'max-sm:hidden'],
              ]}
            >
              {organization?.users.nodes.map((member) => (
                <Row
                  key={member.id}
                  member={member}
                  onChange={() => setLayer({ of: 'change', member })}
                  onRemove={() => setLayer({ of: 'removal', member })}
                />
              ))}
            </PlainTable>
            <Pager page={page} info={users?.pageInfo} rows={users?.nodes.length ?? 0} total={users?.totalCount} />
          </>
        )}
      </Panel>
      {layer?.of === 'change' && <MemberDialog member={layer.member} onClose={close} />}
      {layer?.of === 'removal' && <Removal member={layer.member} onClose={close} />}
    </Card>
  );
}

type RowProps = { member: MemberFragment; onChange: () => void; onRemove: () => void };

function Row({ member, onChange, onRemove }: RowProps) {
  const href = useHref();
  const viewer = useViewer();
  const name = member.name ?? member.id;
  return (
    <tr data-member={member.id}>
      <td className="min-w-0">
        <Link
          href={href(`/users/${encodeURIComponent(member.id)}`)}
          className="break-words rounded font-medium hover:text-accent hover:underline"
        >
          {name}
        </Link>
        {viewer.id === member.id && <span className="text-muted"> (you)</span>}
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
          <Button look="plain" size="iconSm" aria-label={`Change ${name}`} onClick={onChange}>
            <Pencil />
          </Button>
          <Button look="plain" size="iconSm" aria-label={`Remove ${name}`} onClick={onRemove}>
            <UserMinus />
          </Button>
        </div>
      </td>
    </tr>
  );
}

function Removal({ member, onClose }: { member: MemberFragment; onClose: () => void }) {
  const { org } = useOrg();
  const { mutate, error, isPending } = useGqlMutation(RemoveMemberDocument);
  return (
    <Confirm
      title={`Remove ${member.name ?? member.id}?`}
      action="Remove"
      isPending={isPending}
      fault={faultBeside(error, [])}
      onConfirm={() => mutate({ organizationId: org.id, userId: member.id }, { onSuccess: onClose })}
      onClose={onClose}
    >
      The person leaves the directory of {org.name}: name, email and role are forgotten. Sessions and figures stay,
      under the id.
    </Confirm>
  );
}
