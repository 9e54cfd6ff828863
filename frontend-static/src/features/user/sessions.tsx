import { Link } from 'wouter';
import { DataTable } from '@/data-table/data-table';
import { Pager } from '@/data-table/pager';
import { usePage } from '@/data-table/use-page';
import { usePeek } from '@/data-table/use-peek';
import { type Sort, useSort } from '@/data-table/use-sort';
import { type SessionOrderField, SessionsDocument, SessionsSummaryDocument } from '@/gql/graphql';
import { useLiveRefetch } from '@/lib/live/use-live-refetch';
import { useGoTo, useHref } from '@/lib/use-address';
import { useGql } from '@/lib/use-gql';
import { useOrg } from '@/lib/use-org';
import { useRange } from '@/lib/use-range';
import { Button } from '@/ui/button';
import { Card, CardHeader } from '@/ui/card';
import { Empty, Failed } from '@/ui/notice';
import { COLUMNS, SORTS } from '../sessions/columns';
import { SessionPeek } from '../sessions/peek';

const USUAL: Sort<SessionOrderField> = { field: 'STARTED_AT', direction: 'DESC' };
const LIVE = [SessionsDocument, SessionsSummaryDocument];
/** The list is one person's; what is optional on the page of all sessions stays there. */
const SHOWN = COLUMNS.filter(({ id, optional }) => id !== 'user' && optional !== true);

/** The sessions of a person that began in the range. */
export function UserSessions({ userId }: { userId: string }) {
  const { org } = useOrg();
  const { period } = useRange();
  const href = useHref();
  const goTo = useGoTo();
  const { sort, setSort } = useSort(SORTS, USUAL);
  const page = usePage();
  const { peeked, setPeeked } = usePeek();
  const wanted = { organizationId: org.id, period, filter: { userId } };
  const list = useGql(SessionsDocument, { ...wanted, orderBy: sort, ...page.arguments });
  const summary = useGql(SessionsSummaryDocument, wanted);
  useLiveRefetch(LIVE, period);
  const { data, error, isPlaceholderData } = list;
  const sessions = data?.organization?.sessions;
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
      {error !== null && (data === undefined || isPlaceholderData) ? (
        <Failed
          error={error}
          onRetry={error.code === 'BAD_USER_INPUT' && page.number > 1 ? page.restart : () => void list.refetch()}
        />
      ) : sessions?.nodes.length === 0 && !isPlaceholderData ? (
        <Empty title="No session began in this range" />
      ) : (
        <>
          <DataTable
            label="Sessions of the user"
            columns={SHOWN}
            rows={sessions?.nodes}
            keyOf={({ id }) => id}
            sort={sort}
            onSort={setSort}
            peeked={peeked}
            onPeek={setPeeked}
            onOpen={(id) => goTo(`/sessions/${encodeURIComponent(id)}`)}
            expected={10}
            isStale={isPlaceholderData}
          />
          <Pager page={page} info={sessions?.pageInfo} rows={sessions?.nodes.length ?? 0} total={total} />
        </>
      )}
      {peeked !== null && <SessionPeek id={peeked} onClose={() => setPeeked(null)} />}
    </Card>
  );
}
