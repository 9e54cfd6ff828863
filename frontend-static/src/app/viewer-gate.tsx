import { type ReactNode, useEffect } from 'react';
import { ViewerDocument } from '@/gql/graphql';
import { markSignedIn } from '@/lib/auth-session';
import { useGql } from '@/lib/use-gql';
import { ViewerContext } from '@/lib/use-viewer';
import { ErrorState } from '@/ui/notice';
import { ShellSkeleton } from './shell/skeleton';

/** Asks once who is signed in; whoever is not is led to the sign-in by the failure of this question. */
export function ViewerGate({ children }: { children: ReactNode }) {
  const { data, error, refetch } = useGql(ViewerDocument, {});
  const viewer = data?.viewer;
  useEffect(() => {
    if (viewer !== undefined) markSignedIn();
  }, [viewer]);
  if (viewer !== undefined) return <ViewerContext value={viewer}>{children}</ViewerContext>;
  if (error === null || error.code === 'UNAUTHENTICATED') return <ShellSkeleton />;
  return (
    <ShellSkeleton>
      <ErrorState error={error} onRetry={() => void refetch()} />
    </ShellSkeleton>
  );
}
