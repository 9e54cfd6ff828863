import { SessionsUsersDocument, UserNameDocument } from '@/gql/graphql';
import { useGql } from '@/lib/use-gql';
import { useOrg } from '@/lib/use-org';
import { useRange } from '@/lib/use-range';
import { Combobox, useComboboxSearch } from '@/ui/combobox';
import { FilterPopover } from './filter-popover';

type FilterProps = { userId: string | null; onChange: (userId: string | null) => void };

/** Filters by the user who created the session. */
export function UserFilter({ userId, onChange }: FilterProps) {
  const { org } = useOrg();
  const chosen = useGql(UserNameDocument, { organizationId: org.id, id: userId ?? '' }, { enabled: userId !== null });
  const name = userId === null ? null : (chosen.data?.organization?.user?.name ?? userId);
  return (
    <FilterPopover
      name="User"
      label="Choose a user"
      value={name === null ? null : <span className="max-w-32 truncate text-accent">{name}</span>}
    >
      {(close) => (
        <UserPicker
          userId={userId}
          onChoose={(id) => {
            close();
            onChange(id);
          }}
        />
      )}
    </FilterPopover>
  );
}

function UserPicker({ userId, onChoose }: { userId: string | null; onChoose: (id: string | null) => void }) {
  const { org } = useOrg();
  const { period } = useRange();
  const search = useComboboxSearch();
  const { data, isPlaceholderData, isPending } = useGql(SessionsUsersDocument, {
    organizationId: org.id,
    period,
    search: search.term,
  });
  const users = data?.organization?.users.nodes ?? [];
  return (
    <div className="w-80 max-w-full">
      <Combobox
        label="Find a user"
        placeholder="Name, address or id"
        search={search}
        options={users.map(({ id, name, email }) => ({ id, name: name ?? id, detail: email }))}
        all={{ name: 'Any user' }}
        isLoading={isPending || isPlaceholderData}
        chosen={userId}
        onChoose={onChoose}
        empty="Nobody of that name."
        className="h-64 overflow-y-auto"
      />
    </div>
  );
}
