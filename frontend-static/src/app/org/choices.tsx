import { Globe } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { exact } from '@/lib/format';
import { useDebouncedValue } from '@/lib/use-debounced-value';
import { useOrg } from '@/lib/use-org';
import { useNavigateKeeping } from '@/lib/use-url-params';
import { hasPermission, useViewer } from '@/lib/use-viewer';
import { Combobox } from '@/ui/combobox';
import { LoadMore } from '@/ui/load-more';
import { useOrganizations } from './use-organizations';

/** Stands for all of them; no id is empty. */
const ALL = '';

/** All organizations that the viewer may enter, found by name. */
export function Choices({ onChosen }: { onChosen: () => void }) {
  const viewer = useViewer();
  const { org, switchTo } = useOrg();
  const [path] = useLocation();
  const navigate = useNavigateKeeping();
  const [text, setText] = useState('');
  const wanted = text.trim();
  const search = useDebouncedValue(wanted);
  const { data, isPlaceholderData, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } = useOrganizations(
    search === '' ? null : search,
  );
  const found = data?.organizations ?? [];
  const global = { id: ALL, name: 'All organizations', icon: <Globe aria-hidden /> };
  const choose = (id: string) => {
    if (id === ALL) navigate('/global');
    else switchTo(id);
    onChosen();
  };
  return (
    <div className="w-60">
      <Combobox
        label="Find an organization"
        placeholder="Find an organization"
        text={text}
        onText={setText}
        options={hasPermission(viewer, 'VIEW_GLOBAL') && wanted === '' ? [global, ...found] : found}
        isBusy={isPending || isPlaceholderData || search !== wanted}
        chosen={path === '/global' ? ALL : org.id}
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
