import { X } from 'lucide-react';
import { memo } from 'react';
import { money } from '@/lib/format';
import { hasPermission, useViewer } from '@/lib/use-viewer';
import { Button } from '@/ui/button';
import { SearchField } from '../../../ui/search-field';
import { serializeBounds } from './bounds';
import { BoundsFilter } from './bounds-filter';
import { FilterSelect } from './filter-select';
import { isFiltered } from './filters';
import { useFilters } from './use-filters';
import { UserFilter } from './user-filter';

const minutes = (value: number): string => `${value} min`;

/** All filters of the list. Memoized: it does not depend on the page. */
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
      <FilterSelect
        label="Status"
        any="Any status"
        value={filters.status}
        options={{ failed: 'Has failures', succeeded: 'All succeeded' }}
        onChange={(status) => change({ status })}
      />
      <FilterSelect
        label="Handoff"
        any="Any handoff"
        value={filters.handoff}
        options={{ yes: 'With handoff', no: 'Without handoff' }}
        onChange={(handoff) => change({ handoff })}
      />
      <FilterSelect
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
        onChange={(bounds) => change({ lifespan: serializeBounds(bounds) })}
      />
      <BoundsFilter
        name="Cost"
        unit="USD"
        bounds={filters.cost}
        write={money}
        onChange={(bounds) => change({ cost: serializeBounds(bounds) })}
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
