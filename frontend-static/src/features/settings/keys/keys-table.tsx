import type { KeyFragment } from '@/gql/graphql';
import { DASH } from '@/lib/format';
import { Badge } from '@/ui/badge';
import { Button } from '@/ui/button';
import { FocusableName } from '@/ui/name';
import { PlainTable } from '@/ui/plain-table';
import { Time } from '@/ui/time';
import { keyState } from './key-state';

type TableProps = { label: string; keys: readonly KeyFragment[]; onRevoke: (key: KeyFragment) => void };

const STATE_BADGES = {
  active: ['Active', 'good'],
  expired: ['Expired', 'warn'],
  revoked: ['Revoked', 'neutral'],
} as const;

/** A table of keys, active ones first. */
export const KeysTable = ({ label, keys, onRevoke }: TableProps) => (
  <PlainTable
    label={label}
    heads={[
      ['Name'],
      ['State'],
      ['Last used', 'max-sm:hidden'],
      ['Expires', 'max-md:hidden'],
      ['Created', 'max-lg:hidden'],
      ['By', 'max-lg:hidden'],
    ]}
  >
    {keys.map((key) => {
      const state = keyState(key, Date.now());
      const [word, tone] = STATE_BADGES[state];
      return (
        <tr key={key.id} data-key={key.name}>
          <td>
            <FocusableName text={key.name} className="font-medium" />
            <p className="break-all font-mono text-muted text-xs">{key.prefix}…</p>
          </td>
          <td>
            <Badge tone={tone}>{word}</Badge>
          </td>
          <td className="max-sm:hidden">
            {key.lastUsedAt === null ? (
              <span className="text-muted">Never</span>
            ) : (
              <Time at={key.lastUsedAt} as="age" />
            )}
          </td>
          <td className="max-md:hidden">{key.expiresAt === null ? DASH : <Time at={key.expiresAt} />}</td>
          <td className="max-lg:hidden">
            <Time at={key.createdAt} />
          </td>
          <td className="break-all max-lg:hidden">{key.createdById ?? DASH}</td>
          <td className="text-right">
            {state !== 'revoked' && (
              <Button variant="danger" size="sm" aria-label={`Revoke ${key.name}`} onClick={() => onRevoke(key)}>
                Revoke
              </Button>
            )}
          </td>
        </tr>
      );
    })}
  </PlainTable>
);
