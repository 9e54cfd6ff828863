import { Link } from 'wouter';
import { PagedList } from '@/data-table/paged-list';
import { usePage } from '@/data-table/use-page';
import { usePeek } from '@/data-table/use-peek';
import { type Sort, useSort } from '@/data-table/use-sort';
import { type SessionOrderField, SessionsDocument, SessionsSummaryDocument } from '@/gql/graphql';
import { useLiveRefetch } from '@/lib/live/use-live-refetch';
import { useGql } from '@/lib/use-gql';
import { useOrg } from '@/lib/use-org';
import { useRange } from '@/lib/use-range';
import { useHref } from '@/lib/use-url-params';
import { Button } from '@/ui/button';
import { Card, CardHeader } from '@/ui/card';
import { EmptyState } from '@/ui/notice';
import { COLUMNS, SORT_FIELDS } from '../sessions/columns';
import { SessionPeek } from '../sessions/peek';

const DEFAULT_SORT: Sort<SessionOrderField> = { field: 'STARTED_AT', direction: 'DESC' };
const LIVE = [SessionsDocument, SessionsSummaryDocument];
/** The list is one person's; what is optional on the page of all sessions stays there. */
const SHOWN = COLUMNS.filter(({ id, optional }) => id !== 'user' && optional !== true);

/** The sessions of a person that began in the range. */
export function UserSessions({ userId }: { userId: string }) {
  const { org } = useOrg();
  const { period } = useRange();
  const href = useHref();
  const { sort, setSort } = useSort(SORT_FIELDS, DEFAULT_SORT);
  const page = usePage();
  const { peeked, setPeeked } = usePeek();
  const wanted = { organizationId: org.id, period, filter: { userId } };
  const question = { ...wanted, orderBy: sort, ...page.arguments };
  const list = useGql(SessionsDocument, question);
  const summary = useGql(SessionsSummaryDocument, wanted);
  useLiveRefetch(LIVE, period);
  const total = summary.isPlaceholderData ? undefined : summary.data?.organization?.sessions.totalCount;
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
        label="Sessions of the user"
        query={list}
        queryKey={JSON.stringify(question)}
        list={list.data?.organization?.sessions}
        total={total}
        page={page}
        expected={10}
        path="/sessions"
        empty={<EmptyState title="No session began in this range" />}
        columns={SHOWN}
        sort={sort}
        onSort={setSort}
        peeked={peeked}
        onPeek={setPeeked}
      />
      {peeked !== null && <SessionPeek id={peeked} onClose={() => setPeeked(null)} />}
    </Card>
  );
}
