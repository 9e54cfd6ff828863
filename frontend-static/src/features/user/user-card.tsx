import type { ReactNode } from 'react';
import { DASH } from '@/lib/format';
import { roleName } from '@/lib/role';
import { Badge } from '@/ui/badge';
import { Card } from '@/ui/card';
import { CopyButton } from '@/ui/copy-button';
import { FocusableName } from '@/ui/name';
import { Time } from '@/ui/time';
import type { User } from './data';

/** What the directory and the events know about the user. */
export function UserCard({ user }: { user: User }) {
  const name = user.name ?? user.id;
  return (
    <Card className="flex h-full flex-col gap-4 p-4">
      <div className="flex items-center gap-3">
        <span
          aria-hidden
          className="grid size-11 shrink-0 place-items-center rounded-full bg-selected font-semibold text-lg uppercase"
        >
          {name.trim().charAt(0)}
        </span>
        <div className="min-w-0">
          <h1 className="font-semibold text-lg">
            <FocusableName text={name} />
          </h1>
          {user.role === null ? (
            <p className="text-muted text-xs">Not in the directory, seen in events</p>
          ) : (
            <Badge>{roleName(user.role)}</Badge>
          )}
        </div>
      </div>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm">
        <Fact name="Email">{user.email ?? DASH}</Fact>
        <Fact name="Member since">{user.memberSince === null ? DASH : <Time at={user.memberSince} />}</Fact>
        <Fact name="Last active">{user.lastActiveAt === null ? DASH : <Time at={user.lastActiveAt} as="age" />}</Fact>
        <Fact name="Id">
          <span className="inline-flex max-w-full items-center gap-1">
            <span className="min-w-0 break-all font-mono text-xs">{user.id}</span>
            <CopyButton label="Copy the user's id" text={user.id} />
          </span>
        </Fact>
      </dl>
    </Card>
  );
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="contents">
    <dt className="py-0.5 text-muted">{name}</dt>
    <dd className="break-words py-0.5">{children}</dd>
  </div>
);
