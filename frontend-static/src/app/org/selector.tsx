import { ChevronsUpDown, Globe } from 'lucide-react';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { OrganizationsDocument } from '@/gql/graphql';
import { useHref } from '@/lib/use-address';
import { useGql } from '@/lib/use-gql';
import { useOrg } from '@/lib/use-org';
import { may, useViewer } from '@/lib/use-viewer';
import { Initial } from '@/ui/initial';
import { Input } from '@/ui/input';
import { Popover } from '@/ui/popover';

/** The organisation that is looked at; for the platform's people, a choice of all. */
export function OrgSelector() {
  const { org, canSwitch } = useOrg();
  const [path] = useLocation();
  const [open, setOpen] = useState(false);
  const name = path === '/global' ? 'All organizations' : org.name;
  const mark = path === '/global' ? <Globe aria-hidden className="mx-1 size-4" /> : <Initial name={name} />;
  if (!canSwitch) {
    return (
      <div className="flex h-9 items-center gap-2 px-1.5 font-semibold text-sm">
        {mark}
        <span className="truncate" title={name}>
          {name}
        </span>
      </div>
    );
  }
  const trigger = (
    <button
      type="button"
      aria-label={`Organization: ${name}`}
      className="flex h-9 w-full items-center gap-2 rounded-md px-1.5 text-left font-semibold text-sm hover:bg-hover"
    >
      {mark}
      <span className="min-w-0 flex-1 truncate" title={name}>
        {name}
      </span>
      <ChevronsUpDown aria-hidden className="size-4 text-muted" />
    </button>
  );
  return (
    <Popover trigger={trigger} label="Choose an organization" align="start" open={open} onOpenChange={setOpen}>
      <Choices onChosen={() => setOpen(false)} />
    </Popover>
  );
}

const row =
  'flex h-8 w-full items-center gap-2 rounded px-2 text-left text-sm hover:bg-hover aria-[current]:bg-selected';

function Choices({ onChosen }: { onChosen: () => void }) {
  const viewer = useViewer();
  const { org, switchTo } = useOrg();
  const [path] = useLocation();
  const href = useHref();
  const [search, setSearch] = useState('');
  const { data } = useGql(OrganizationsDocument, { search: search === '' ? null : search });
  const here = path === '/global' ? null : org.id;
  return (
    <div className="w-60">
      <Input
        type="search"
        aria-label="Find an organization"
        placeholder="Find an organization"
        className="mb-2 w-full"
        maxLength={256}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <ul className="max-h-72 overflow-y-auto">
        {may(viewer, 'VIEW_GLOBAL') && search === '' && (
          <li>
            <Link href={href('/global')} onClick={onChosen} aria-current={here === null || undefined} className={row}>
              <Globe aria-hidden className="size-4" />
              All organizations
            </Link>
          </li>
        )}
        {data?.organizations.nodes.map((one) => (
          <li key={one.id}>
            <button
              type="button"
              aria-current={one.id === here || undefined}
              className={row}
              onClick={() => {
                switchTo(one.id);
                onChosen();
              }}
            >
              <span className="truncate" title={one.name}>
                {one.name}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {data?.organizations.nodes.length === 0 && <p className="px-2 py-3 text-muted text-sm">None of that name.</p>}
    </div>
  );
}
