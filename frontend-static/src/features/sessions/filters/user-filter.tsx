import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { SessionsUsersDocument, UserNameDocument } from '@/gql/graphql';
import { useDebouncedValue } from '@/lib/use-debounced-value';
import { useGql } from '@/lib/use-gql';
import { useOrg } from '@/lib/use-org';
import { useRange } from '@/lib/use-range';
import { Button } from '@/ui/button';
import { Combobox } from '@/ui/combobox';
import { Popover } from '@/ui/popover';

type FilterProps = { userId: string | null; onChange: (userId: string | null) => void };

/** The sessions of one person. */
export function UserFilter({ userId, onChange }: FilterProps) {
  const { org } = useOrg();
  const [open, setOpen] = useState(false);
  const chosen = useGql(UserNameDocument, { organizationId: org.id, id: userId ?? '' }, { enabled: userId !== null });
  const name = userId === null ? null : (chosen.data?.organization?.user?.name ?? userId);
  const trigger = (
    <Button aria-pressed={userId !== null} className="aria-pressed:border-accent">
      User
      {name !== null && <span className="max-w-32 truncate text-accent">{name}</span>}
      <ChevronDown aria-hidden className="text-muted" />
    </Button>
  );
  const choose = (id: string | null) => {
    setOpen(false);
    onChange(id);
  };
  return (
    <Popover trigger={trigger} label="Choose a user" align="start" open={open} onOpenChange={setOpen}>
      <People userId={userId} onChoose={choose} />
    </Popover>
  );
}

/** Stands for everybody; no id is empty. */
const ANYBODY = '';

function People({ userId, onChoose }: { userId: string | null; onChoose: (id: string | null) => void }) {
  const { org } = useOrg();
  const { period } = useRange();
  const [text, setText] = useState('');
  const wanted = text.trim();
  const search = useDebouncedValue(wanted);
  const { data, isPlaceholderData, isPending } = useGql(SessionsUsersDocument, {
    organizationId: org.id,
    period,
    search: search === '' ? null : search,
  });
  const people = data?.organization?.users.nodes ?? [];
  const found = people.map(({ id, name, email }) => ({ id, name: name ?? id, more: email }));
  const options = wanted === '' ? [{ id: ANYBODY, name: 'Any user' }, ...found] : found;
  return (
    <div className="w-80 max-w-full">
      <Combobox
        label="Find a user"
        placeholder="Name, address or id"
        text={text}
        onText={setText}
        options={options}
        isBusy={isPending || isPlaceholderData || search !== wanted}
        chosen={userId ?? ANYBODY}
        onChoose={(id) => onChoose(id === ANYBODY ? null : id)}
        empty="Nobody of that name."
        className="h-64 overflow-y-auto"
      />
    </div>
  );
}
