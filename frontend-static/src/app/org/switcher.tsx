import { Globe } from 'lucide-react';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { exact } from '@/lib/format';
import { useOrg } from '@/lib/use-org';
import { useOrganizations } from '@/lib/use-organizations';
import { useNavigateKeeping } from '@/lib/use-url-params';
import { hasPermission, useViewer } from '@/lib/use-viewer';
import { Combobox, useComboboxSearch } from '@/ui/combobox';
import { LoadMore } from '@/ui/load-more';
import { Popover } from '@/ui/popover';

/** Switches to another organization. */
export default function OrgSwitcher({ trigger }: { trigger: ReactNode }) {
  return (
    <Popover trigger={trigger} label="Choose an organization" align="start">
      {(close) => <OrgPicker onChosen={close} />}
    </Popover>
  );
}

/** Finds any organization that the viewer may enter by its name. */
function OrgPicker({ onChosen }: { onChosen: () => void }) {
  const viewer = useViewer();
  const { org, switchTo } = useOrg();
  const [path] = useLocation();
  const navigate = useNavigateKeeping();
  const search = useComboboxSearch();
  const { data, isPlaceholderData, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } = useOrganizations(
    search.term,
  );
  const found = data?.organizations ?? [];
  const choose = (id: string | null) => {
    if (id === null) navigate('/global');
    else switchTo(id);
    onChosen();
  };
  return (
    <div className="w-60">
      <Combobox
        label="Find an organization"
        placeholder="Find an organization"
        search={search}
        options={found}
        all={
          hasPermission(viewer, 'VIEW_GLOBAL') ? { name: 'All organizations', icon: <Globe aria-hidden /> } : undefined
        }
        isLoading={isPending || isPlaceholderData}
        chosen={path === '/global' ? null : org.id}
        onChoose={choose}
        empty="None of that name."
        className="max-h-72 overflow-y-auto"
      >
        {data !== undefined && hasNextPage && (
          <LoadMore shown={found.length} isLoading={isFetchingNextPage} onMore={() => void fetchNextPage()}>
            {exact(found.length)} of {exact(data.total)}
          </LoadMore>
        )}
      </Combobox>
    </div>
  );
}
