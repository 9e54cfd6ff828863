import { Command } from 'cmdk';
import type { ReactNode } from 'react';

const group =
  '[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-muted [&_[cmdk-group-heading]]:text-xs';

/** Entries of one kind, under their heading. */
export const Group = ({ name, children }: { name: string; children: ReactNode }) => (
  <Command.Group heading={name} className={group}>
    {children}
  </Command.Group>
);

type EntryProps = { id: string; words?: string[]; onChoose: () => void; children: ReactNode };

/** An entry of the palette: `words` are more terms to find it by. */
export const Entry = ({ id, words = [], onChoose, children }: EntryProps) => (
  <Command.Item
    value={id}
    keywords={words}
    onSelect={onChoose}
    className="flex h-9 cursor-default items-center gap-2.5 rounded-md px-2 text-sm data-[selected=true]:bg-hover [&_svg]:size-4 [&_svg]:text-muted"
  >
    {children}
  </Command.Item>
);
