import { useMemo } from 'react';
import { truncate } from '@/lib/format';
import { useRange } from '@/lib/use-range';
import { Card } from '@/ui/card';
import { EmptyState } from '@/ui/notice';
import { UserChart } from './charts/user-chart';
import { ACTIVITY_VIEWS, costViews, FRICTION_VIEWS } from './charts/views';
import type { User } from './data';
import type { OrganizationFigures } from './kpis/figures';
import { KpiGrid } from './kpis/grid';
import { UserSessions } from './sessions';
import { UserCard } from './user-card';

type ViewProps = { whole: OrganizationFigures; user: User; isStale: boolean };

/** A loaded user. */
export function UserView({ whole, user, isStale }: ViewProps) {
  const { bucket, today } = useRange();
  const cost = useMemo(() => costViews(bucket, today), [bucket, today]);
  const isInactive = user.metrics.runs === 0 && user.metrics.sessions === 0;
  return (
    <div className="flex flex-col gap-3 sm:gap-4">
      {!isInactive && user.metrics.runs === 0 && (
        <Card className="px-4 py-3 text-sm">
          <p role="status">
            <b className="font-semibold">No run of {truncate(user.name ?? user.id)} has ended in this range yet.</b>{' '}
            <span className="text-muted">Figures are counted when a run ends; this page shows them by itself.</span>
          </p>
        </Card>
      )}
      <div className="dim-while-stale flex flex-col gap-3 sm:gap-4" data-stale={isStale} aria-busy={isStale}>
        <div className="grid gap-3 sm:gap-4 lg:grid-cols-[minmax(17rem,1fr)_3fr]">
          <UserCard user={user} />
          <KpiGrid figures={user.metrics} whole={whole} />
        </div>
        {isInactive ? (
          <Card>
            <EmptyState title="No activity in this range">
              No session of {truncate(user.name ?? user.id)} began and no run ended on these days.
            </EmptyState>
          </Card>
        ) : (
          <div className="grid items-start gap-3 sm:gap-4 xl:grid-cols-3">
            <UserChart title="Activity" param="activity" views={ACTIVITY_VIEWS} trends={user.trends} />
            <UserChart title="Cost" param="cost" views={cost} trends={user.trends} />
            <UserChart title="Friction" param="friction" views={FRICTION_VIEWS} trends={user.trends} />
          </div>
        )}
      </div>
      {!isInactive && <UserSessions userId={user.id} />}
    </div>
  );
}
