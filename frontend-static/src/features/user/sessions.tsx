import { useMemo } from 'react';
import { Link } from 'wouter';
import { PagedList } from '@/data-table/paged-list';
import { useServerList } from '@/data-table/use-server-list';
import { SessionsDocument, SessionsSummaryDocument } from '@/gql/graphql';
import { useLiveRefetch } from '@/lib/live/use-live-refetch';
import { useRange } from '@/lib/use-range';
import { useHref } from '@/lib/use-url-params';
import { Button } from '@/ui/button';
import { Card, CardHeader } from '@/ui/card';
import { EmptyState } from '@/ui/notice';
import { COLUMNS } from '../sessions/columns';
import { SESSION_LIST } from '../sessions/list';
import { SessionPeek } from '../sessions/peek';

const LIVE = [SessionsDocument, SessionsSummaryDocument];
/** All rows are of one user, and optional columns are for the page of all sessions. */
const SHOWN = COLUMNS.filter(({ id, optional }) => id !== 'user' && optional !== true);

/** The sessions of a user that began in the range. */
export function UserSessions({ userId }: { userId: string }) {
  const { period } = useRange();
  const href = useHref();
  const filter = useMemo(() => ({ filter: { userId } }), [userId]);
  const { listProps } = useServerList(SESSION_LIST, filter, { poll: false });
  const { peeked, onPeek } = listProps;
  useLiveRefetch(LIVE, period);
  return (
    <Card>
      <div className="pb-2">
        <CardHeader title="Sessions" note="That began in the range">
          <Button size="sm" asChild>
            <Link href={href('/sessions', { user: userId })}>Open in Sessions</Link>
          </Button>
        </CardHeader>
      </div>
      <PagedList
        {...listProps}
        label="Sessions of the user"
        path="/sessions"
        columns={SHOWN}
        expected={10}
        empty={<EmptyState title="No session began in this range" />}
      />
      {peeked !== null && <SessionPeek id={peeked} onClose={() => onPeek(null)} />}
    </Card>
  );
}
