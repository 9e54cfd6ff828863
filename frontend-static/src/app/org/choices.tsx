import { Globe } from 'lucide-react';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { OrganizationsDocument } from '@/gql/graphql';
import { useHref } from '@/lib/use-address';
import { useGql } from '@/lib/use-gql';
import { useOrg } from '@/lib/use-org';
import { may, useViewer } from '@/lib/use-viewer';
import { Input } from '@/ui/input';

const row =
  'flex h-8 w-full items-center gap-2 rounded px-2 text-left text-sm hover:bg-hover aria-[current]:bg-selected';

/** All organisations that the viewer may enter, found by name. */
export function Choices({ onChosen }: { onChosen: () => void }) {
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
