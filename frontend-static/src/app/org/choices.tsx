import { Globe } from 'lucide-react';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { exact } from '@/lib/format';
import { useHref } from '@/lib/use-address';
import { useOrg } from '@/lib/use-org';
import { useSettled } from '@/lib/use-settled';
import { may, useViewer } from '@/lib/use-viewer';
import { Input } from '@/ui/input';
import { More } from '@/ui/more';
import { useOrganizations } from './use-organizations';

const row =
  'flex h-8 w-full items-center gap-2 rounded px-2 text-left text-sm hover:bg-hover aria-[current]:bg-selected';

/** All organisations that the viewer may enter, found by name. */
export function Choices({ onChosen }: { onChosen: () => void }) {
  const viewer = useViewer();
  const { org, switchTo } = useOrg();
  const [path] = useLocation();
  const href = useHref();
  const [search, setSearch] = useState('');
  const wanted = useSettled(search.trim());
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useOrganizations(wanted === '' ? null : wanted);
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
        {data?.organizations.map((one) => (
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
        {data !== undefined && hasNextPage && (
          <li>
            <More shown={data.organizations.length} isLoading={isFetchingNextPage} onMore={() => void fetchNextPage()}>
              {exact(data.organizations.length)} of {exact(data.total)}
            </More>
          </li>
        )}
      </ul>
      {data?.organizations.length === 0 && <p className="px-2 py-3 text-muted text-sm">None of that name.</p>}
    </div>
  );
}
