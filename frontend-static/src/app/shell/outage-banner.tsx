import { useQueryClient } from '@tanstack/react-query';
import { CircleAlert, CloudOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { ApiError, errorMessage } from '@/lib/api-error';
import { retryRefreshNow } from '@/lib/auth-session';
import { type FailureRegistry, useSharedFailure } from '@/lib/outage';
import { useAuthUnavailable } from '@/lib/use-auth-unavailable';
import { Button } from '@/ui/button';

/** Reports one error for the whole page, with a way to retry. */
export function OutageBanner({ failures }: { failures: FailureRegistry }) {
  const isUnavailable = useAuthUnavailable();
  const error = useSharedFailure(failures);
  const queries = useQueryClient();
  if (isUnavailable) {
    return (
      <Banner icon={<CloudOff aria-hidden />} action="Try now" onAct={retryRefreshNow}>
        Cannot reach the sign-in. You are not signed out; it is tried again by itself.
      </Banner>
    );
  }
  if (error === null) return null;
  const retry = () =>
    void queries.refetchQueries({
      type: 'active',
      predicate: ({ state }) => state.error instanceof ApiError && state.error.code === error.code,
    });
  return (
    <Banner icon={<CircleAlert aria-hidden />} action="Retry" onAct={retry}>
      {errorMessage(error)}
      {error.requestId !== null && <span className="text-muted"> Request {error.requestId}</span>}
    </Banner>
  );
}

type BannerProps = { icon: ReactNode; action: string; onAct: () => void; children: ReactNode };

const Banner = ({ icon, action, onAct, children }: BannerProps) => (
  <div
    role="alert"
    className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-card border border-line bg-card px-4 py-2 text-sm sm:mb-4"
  >
    <span className="text-warn [&_svg]:size-4">{icon}</span>
    <p className="min-w-0 flex-1">{children}</p>
    <Button size="sm" onClick={onAct}>
      {action}
    </Button>
  </div>
);
