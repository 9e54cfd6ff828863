import { CircleAlert, Inbox, Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import { type ApiError, errorMessage } from '@/lib/api-error';
import { useFailure } from '@/lib/outage';
import { Button } from './button';

type NoticeProps = {
  icon: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  role?: 'alert' | 'status';
};

/** A message in place of content. */
export function Notice({ icon, title, children, action, role = 'status' }: NoticeProps) {
  return (
    <div role={role} className="flex flex-col items-center justify-center gap-1 px-6 py-10 text-center">
      <span className="mb-1 text-muted [&_svg]:size-5">{icon}</span>
      <p className="font-medium">{title}</p>
      {children !== undefined && <p className="max-w-prose text-balance text-muted text-sm">{children}</p>}
      {action !== undefined && <div className="mt-3 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}

type EmptyStateProps = { title: string; children?: ReactNode; action?: ReactNode };

/** Why there is nothing, and what to do about it. */
export const EmptyState = (props: EmptyStateProps) => <Notice icon={<Inbox aria-hidden />} {...props} />;

/** A failed query with a retry. An error that several parts share is shown in the banner instead. */
export function ErrorState({ error, onRetry }: { error: ApiError; onRetry: () => void }) {
  if (useFailure(error)) return <NotLoaded />;
  if (error.code === 'FORBIDDEN') return <AccessDenied>{errorMessage(error)}</AccessDenied>;
  return (
    <Notice
      role="alert"
      icon={<CircleAlert aria-hidden />}
      title={errorMessage(error)}
      action={<Button onClick={onRetry}>Retry</Button>}
    >
      {error.requestId !== null && <>Request {error.requestId}</>}
    </Notice>
  );
}

/** Stands in for a part whose error is shown in the banner. */
const NotLoaded = () => (
  <p data-unanswered className="px-6 py-10 text-center text-muted text-sm">
    Not loaded
  </p>
);

/** The viewer's role lacks the permission. */
export const AccessDenied = ({ children, action }: { children: ReactNode; action?: ReactNode }) => (
  <Notice icon={<Lock aria-hidden />} title="Not for your role" action={action}>
    {children}
  </Notice>
);
