import { SearchX } from 'lucide-react';
import { Link } from 'wouter';
import { SessionDocument } from '@/gql/graphql';
import { usePageId } from '@/lib/detail-path';
import { useLive } from '@/lib/live/use-live';
import { useGql, useIsNotFound } from '@/lib/use-gql';
import { useOrg } from '@/lib/use-org';
import { useHref } from '@/lib/use-url-params';
import { hasPermission, useViewer } from '@/lib/use-viewer';
import { Button } from '@/ui/button';
import { Card } from '@/ui/card';
import { ErrorState, Notice } from '@/ui/notice';
import { completeSession } from './complete-session';
import { SessionSkeleton } from './skeleton';
import { SessionView } from './view';

/** How often a live session is refetched while the subscription is down. */
const REFETCH_MS = 5_000;

/** The page of a session. */
export default function SessionPage() {
  const id = usePageId();
  const { org } = useOrg();
  const { state } = useLive();
  const subject = { organizationId: org.id, id };
  const query = useGql(SessionDocument, subject, {
    complete: (answer, signal) => completeSession(subject, answer, signal),
    retryNotFound: true,
    refetchIntervalMs: (known) =>
      state !== 'live' && known?.organization?.session?.isLive === true ? REFETCH_MS : false,
  });
  const isMissing = useIsNotFound(query);
  const { data, error, isPlaceholderData, dataUpdatedAt } = query;
  if (isMissing) {
    return (
      <Card>
        <NoSession id={id} />
      </Card>
    );
  }
  if (error !== null && (data === undefined || isPlaceholderData)) {
    return (
      <Card>
        <ErrorState error={error} onRetry={() => void query.refetch()} />
      </Card>
    );
  }
  const session = data?.organization?.session;
  if (session == null || isPlaceholderData) return <SessionSkeleton />;
  // Reset all state when another session is shown.
  return <SessionView key={`${org.id} ${id}`} session={session} countedAt={dataUpdatedAt} />;
}

/** Does not reveal whether the session exists. */
function NoSession({ id }: { id: string }) {
  const href = useHref();
  const seesAll = hasPermission(useViewer(), 'VIEW_ALL_SESSIONS');
  const back = (
    <Button asChild>
      <Link href={href('/sessions')}>To the sessions</Link>
    </Button>
  );
  return (
    <Notice icon={<SearchX aria-hidden />} title="There is no such session here" action={back}>
      <span className="break-all font-mono text-xs">{id}</span> is not a session of this organization
      {seesAll ? '.' : ', or it is not one of yours: your role sees the own sessions.'}
    </Notice>
  );
}
