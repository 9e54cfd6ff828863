import { MessagesSquare, User } from 'lucide-react';
import { PaletteSearchDocument } from '@/gql/graphql';
import { addDays } from '@/lib/day';
import { detailPath } from '@/lib/detail-path';
import { dateTime } from '@/lib/format';
import { MAX_DAYS } from '@/lib/range';
import { useDebouncedValue } from '@/lib/use-debounced-value';
import { useGql } from '@/lib/use-gql';
import { useOrg } from '@/lib/use-org';
import { useToday } from '@/lib/use-today';
import { useNavigateKeeping } from '@/lib/use-url-params';
import { Entry, Group } from './palette-item';

type FoundProps = { text: string; onChoose: (act: () => void) => () => void };

/** Sessions and users that the server finds, within the longest period that the API takes. */
export function SearchResults({ text, onChoose }: FoundProps) {
  const { org } = useOrg();
  const navigate = useNavigateKeeping();
  const today = useToday();
  const wanted = useDebouncedValue(text.trim());
  const enabled = wanted.length >= 2 && wanted.length <= 128;
  const period = { from: addDays(today, 1 - MAX_DAYS), to: today };
  const { data } = useGql(PaletteSearchDocument, { organizationId: org.id, text: wanted, period }, { enabled });
  const found = enabled ? data?.organization : null;
  if (found == null) return null;
  const open = (path: string, id: string) => onChoose(() => navigate(...detailPath(path, id)));
  return (
    <>
      {found.sessions.nodes.length > 0 && (
        <Group name="Sessions">
          {found.sessions.nodes.map((one) => (
            <Entry key={one.id} id={`session ${one.id}`} onChoose={open('/sessions', one.id)}>
              <MessagesSquare aria-hidden />
              <span className="min-w-0 flex-1 truncate font-mono text-xs">{one.id}</span>
              <span className="max-w-40 truncate text-muted text-xs">{one.user?.name ?? one.user?.id}</span>
              <span className="text-muted text-xs">{dateTime(one.startedAt)}</span>
            </Entry>
          ))}
        </Group>
      )}
      {found.users.nodes.length > 0 && (
        <Group name="Users">
          {found.users.nodes.map((one) => (
            <Entry
              key={one.id}
              id={`user ${one.id}`}
              words={[one.name ?? '', one.email ?? '']}
              onChoose={open('/users', one.id)}
            >
              <User aria-hidden />
              <span className="min-w-0 flex-1 truncate">{one.name ?? one.id}</span>
              <span className="truncate text-muted text-xs">{one.email}</span>
            </Entry>
          ))}
        </Group>
      )}
    </>
  );
}
