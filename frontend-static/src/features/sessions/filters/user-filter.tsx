import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { SessionsUsersDocument, UserNameDocument } from '@/gql/graphql';
import { useGql } from '@/lib/use-gql';
import { useOrg } from '@/lib/use-org';
import { useRange } from '@/lib/use-range';
import { useSettled } from '@/lib/use-settled';
import { Button } from '@/ui/button';
import { Input } from '@/ui/input';
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

const row =
  'flex h-8 w-full items-center gap-2 rounded px-2 text-left text-sm hover:bg-hover aria-[current]:bg-selected';

function People({ userId, onChoose }: { userId: string | null; onChoose: (id: string | null) => void }) {
  const { org } = useOrg();
  const { period } = useRange();
  const [text, setText] = useState('');
  const search = useSettled(text.trim());
  const { data } = useGql(SessionsUsersDocument, {
    organizationId: org.id,
    period,
    search: search === '' ? null : search,
  });
  const people = data?.organization?.users.nodes;
  return (
    <div className="w-80 max-w-full">
      <Input
        type="search"
        aria-label="Find a user"
        placeholder="Name, address or id"
        maxLength={256}
        className="mb-2 w-full"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <ul className="h-64 overflow-y-auto">
        <li>
          <button
            type="button"
            className={row}
            aria-current={userId === null || undefined}
            onClick={() => onChoose(null)}
          >
            Any user
          </button>
        </li>
        {people?.map((person) => (
          <li key={person.id}>
            <button
              type="button"
              className={row}
              aria-current={person.id === userId || undefined}
              onClick={() => onChoose(person.id)}
            >
              <span className="max-w-[65%] shrink-0 truncate">{person.name ?? person.id}</span>
              <span className="ml-auto min-w-0 truncate text-muted text-xs">{person.email}</span>
            </button>
          </li>
        ))}
        {people?.length === 0 && <li className="px-2 py-2 text-muted text-sm">Nobody of that name.</li>}
      </ul>
    </div>
  );
}
