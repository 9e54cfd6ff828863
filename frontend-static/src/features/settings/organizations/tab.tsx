import { Building2, Pencil } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { exact } from '@/lib/format';
import { type Organization, useOrganizations } from '@/lib/use-organizations';
import { useHref, useUrlParams } from '@/lib/use-url-params';
import { Button } from '@/ui/button';
import { Card, CardHeader } from '@/ui/card';
import { Dialog } from '@/ui/dialog';
import { Name } from '@/ui/name';
import { EmptyState, ErrorState } from '@/ui/notice';
import { PlainTable } from '@/ui/plain-table';
import { Skeleton } from '@/ui/skeleton';
import { Time } from '@/ui/time';
import { SearchField } from '../../../ui/search-field';
import { OrganizationForm } from './organization-form';

/** All organizations of the platform. */
export function OrganizationsTab() {
  const { query: address, set } = useUrlParams('q');
  const search = address.get('q') ?? '';
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage, isPlaceholderData } = useOrganizations(
    search === '' ? null : search,
  );
  const [changed, setChanged] = useState<Organization | 'new' | null>(null);
  const close = () => setChanged(null);
  return (
    <Card>
      <CardHeader
        title="Organizations"
        note={data === undefined ? 'All of the platform' : `${exact(data.total)} by name`}
      >
        <Button variant="accent" onClick={() => setChanged('new')}>
          <Building2 aria-hidden />
          Create an organization
        </Button>
      </CardHeader>
      <div className="flex px-4 py-3">
        <SearchField label="Name or id" value={search} onChange={(q) => set({ q }, { replace: true })} />
      </div>
      <div className="dim-while-stale" data-stale={isPlaceholderData}>
        {data === undefined && error !== null ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : data === undefined ? (
          <Skeleton className="mx-4 mb-4 h-32" />
        ) : data.organizations.length === 0 ? (
          <EmptyState title={search === '' ? 'No organization yet' : 'None is found'}>
            An organization appears with its first event, or when it is created here.
          </EmptyState>
        ) : (
          <PlainTable label="Organizations" heads={[['Name'], ['Id', 'max-sm:hidden'], ['Since', 'max-md:hidden']]}>
            {data.organizations.map((one) => (
              <Row key={one.id} organization={one} onRename={() => setChanged(one)} />
            ))}
          </PlainTable>
        )}
      </div>
      {hasNextPage && (
        <div className="flex justify-center border-line border-t p-3">
          <Button size="sm" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
      {changed !== null && (
        <Dialog
          open
          onOpenChange={close}
          title={changed === 'new' ? 'Create an organization' : 'Rename an organization'}
          description="Its id is what events name; its name is what people see."
        >
          <OrganizationForm organization={changed === 'new' ? null : changed} onDone={close} onCancel={close} />
        </Dialog>
      )}
    </Card>
  );
}

function Row({ organization, onRename }: { organization: Organization; onRename: () => void }) {
  const { id, name, createdAt } = organization;
  const href = useHref();
  return (
    <tr data-organization={id}>
      <td>
        <Link href={href('/', { org: id })} className="block rounded font-medium hover:text-accent hover:underline">
          <Name text={name} lines={2} />
        </Link>
      </td>
      <td className="break-all font-mono text-xs max-sm:hidden">{id}</td>
      <td className="max-md:hidden">
        <Time at={createdAt} />
      </td>
      <td className="text-right">
        <Button variant="plain" size="iconSm" aria-label={`Rename ${name}`} onClick={onRename}>
          <Pencil />
        </Button>
      </td>
    </tr>
  );
}
