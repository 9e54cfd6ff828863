import { type ReactNode, useEffect } from 'react';
import { ViewerDocument } from '@/gql/graphql';
import { markSignedIn } from '@/lib/auth-session';
import { useGql } from '@/lib/use-gql';
import { ViewerContext } from '@/lib/use-viewer';
import { ErrorState } from '@/ui/notice';
import { ShellSkeleton } from './shell/skeleton';

/** Loads the viewer once. When nobody is signed in this query fails, which leads to the sign-in. */
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
