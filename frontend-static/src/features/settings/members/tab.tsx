import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { Pager } from '@/data-table/pager';
import { FIRST_PAGE, usePage } from '@/data-table/use-page';
import { type MemberFragment, MembersDocument } from '@/gql/graphql';
import { addDays } from '@/lib/day';
import { truncate } from '@/lib/format';
import { useGql } from '@/lib/use-gql';
import { useOrg } from '@/lib/use-org';
import { useToday } from '@/lib/use-today';
import { useUrlParams } from '@/lib/use-url-params';
import { Button } from '@/ui/button';
import { Card, CardHeader } from '@/ui/card';
import { EmptyState } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { PlainTable } from '@/ui/plain-table';
import { Skeleton } from '@/ui/skeleton';
import { SearchField } from '../../../ui/search-field';
import { MemberDialog } from './member-dialog';
import { MemberRow } from './member-row';
import { RemoveMemberDialog } from './remove-member-dialog';

/** On a future day nobody has activity, so the list of users is the directory. */
const AHEAD_DAYS = 30;

type Layer = { of: 'change'; member: MemberFragment | null } | { of: 'removal'; member: MemberFragment };

/** The directory of the organization. */
export function MembersTab() {
  const { org } = useOrg();
  const { query: address, set } = useUrlParams('q');
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
      <CardHeader title="Members" note={`The directory of ${truncate(org.name)}`}>
        <Button variant="accent" onClick={() => setLayer({ of: 'change', member: null })}>
          <UserPlus aria-hidden />
          Add a member
        </Button>
      </CardHeader>
      <div className="flex px-4 py-3">
        <SearchField
          label="Name, email or id"
          value={search}
          onChange={(q) => set({ q, ...FIRST_PAGE }, { replace: true })}
        />
      </div>
      <Panel
        query={query}
        skeleton={<Skeleton className="mx-4 mb-4 h-48" />}
        isEmpty={(data) => data.organization?.users.nodes.length === 0}
        empty={
          search === '' ? (
            <EmptyState title="Nobody yet">Members stand here once they are added or sign in.</EmptyState>
          ) : (
            <EmptyState title="Nobody is found" />
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
                <MemberRow
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
      {layer?.of === 'removal' && <RemoveMemberDialog member={layer.member} onClose={close} />}
    </Card>
  );
}
