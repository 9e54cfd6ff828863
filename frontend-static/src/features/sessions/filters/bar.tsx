import { X } from 'lucide-react';
import { memo } from 'react';
import { money } from '@/lib/format';
import { hasPermission, useViewer } from '@/lib/use-viewer';
import { Button } from '@/ui/button';
import { writeBounds } from './bounds';
import { BoundsFilter } from './bounds-filter';
import { Choice } from './choice';
import { isFiltered } from './filters';
import { SearchField } from './search';
import { useFilters } from './use-filters';
import { UserFilter } from './user-filter';

const minutes = (value: number): string => `${value} min`;

/** Everything that the list can be narrowed by. Its pages leave it as it is. */
export const FilterBar = memo(function FilterBar() {
  const viewer = useViewer();
  const { filters, change, clear } = useFilters();
  return (
    <search className="flex min-w-0 basis-full flex-wrap items-center gap-2 sm:flex-1 sm:basis-0">
      <SearchField
        label="Session id"
        value={filters.search}
        onChange={(q) => change({ q }, { replace: filters.search !== '' })}
      />
      <Choice
        label="Status"
        any="Any status"
        value={filters.status}
        options={{ failed: 'Has failures', succeeded: 'All succeeded' }}
        onChange={(status) => change({ status })}
      />
      <Choice
        label="Handoff"
        any="Any handoff"
        value={filters.handoff}
        options={{ yes: 'With handoff', no: 'Without handoff' }}
        onChange={(handoff) => change({ handoff })}
      />
      <Choice
        label="Post-handoff"
        any="Any post-handoff"
        value={filters.postHandoff}
        options={{ yes: 'With post-handoff', no: 'Without post-handoff' }}
        onChange={(post) => change({ post })}
      />
      <BoundsFilter
        name="Lifespan"
        unit="minutes"
        bounds={filters.lifespan}
        write={minutes}
        onChange={(bounds) => change({ lifespan: writeBounds(bounds) })}
      />
      <BoundsFilter
        name="Cost"
        unit="USD"
        bounds={filters.cost}
        write={money}
        onChange={(bounds) => change({ cost: writeBounds(bounds) })}
      />
      {hasPermission(viewer, 'VIEW_ALL_SESSIONS') && (
        <UserFilter userId={filters.userId} onChange={(user) => change({ user })} />
      )}
      {isFiltered(filters) && (
        <Button variant="plain" onClick={clear}>
          <X aria-hidden />
          Clear
        </Button>
      )}
    </search>
  );
});
