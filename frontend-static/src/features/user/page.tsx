import { SearchX } from 'lucide-react';
import { Link } from 'wouter';
import { UserDocument } from '@/gql/graphql';
import { usePageId } from '@/lib/detail-path';
import { useLiveRefetch } from '@/lib/live/use-live-refetch';
import { useGql, useIsNotFound } from '@/lib/use-gql';
import { useOrg } from '@/lib/use-org';
import { useRange } from '@/lib/use-range';
import { useHref } from '@/lib/use-url-params';
import { hasPermission, useViewer } from '@/lib/use-viewer';
import { Button } from '@/ui/button';
import { Card } from '@/ui/card';
import { ErrorState, Notice } from '@/ui/notice';
import { UserSkeleton } from './skeleton';
import { UserView } from './view';

const LIVE = [UserDocument];

/** The page of a user, compared with the organization. */
export default function UserPage() {
  const id = usePageId();
  const { org } = useOrg();
  const { period, bucket } = useRange();
  const query = useGql(UserDocument, { organizationId: org.id, id, period, bucket }, { retryNotFound: true });
  const isMissing = useIsNotFound(query);
  useLiveRefetch(LIVE, period);
  const { data, error, isPlaceholderData } = query;
  if (isMissing) {
    return (
      <Card>
        <NoUser id={id} />
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
  const organization = data?.organization;
  // Keep the old figures for other days of the same user, but never show those of another user.
  if (organization?.user == null || organization.user.id !== id) return <UserSkeleton />;
  return <UserView whole={organization.metrics} user={organization.user} isStale={isPlaceholderData} />;
}

/** Does not reveal whether the user exists. */
function NoUser({ id }: { id: string }) {
  const href = useHref();
  const seesAll = hasPermission(useViewer(), 'VIEW_USERS');
  const back = (
    <Button asChild>
      <Link href={href('/users')}>To the users</Link>
    </Button>
  );
  return (
    <Notice icon={<SearchX aria-hidden />} title="There is no such user here" action={back}>
      <span className="break-all font-mono text-xs">{id}</span> is nobody of this organization
      {seesAll ? '.' : ', or not you: your role sees the own page.'}
    </Notice>
  );
}
