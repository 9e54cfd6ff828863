import { truncate } from '@/lib/format';
import { Card } from '@/ui/card';
import { EmptyState } from '@/ui/notice';
import { Activity } from './charts/activity';
import { Cost } from './charts/cost';
import { Friction } from './charts/friction';
import type { User } from './data';
import type { OrganizationFigures } from './kpis/figures';
import { KpiGrid } from './kpis/grid';
import { UserSessions } from './sessions';
import { UserCard } from './user-card';

type ViewProps = { whole: OrganizationFigures; user: User; isStale: boolean };

/** A person who is there. */
export function UserView({ whole, user, isStale }: ViewProps) {
  const isQuiet = user.metrics.runs === 0 && user.metrics.sessions === 0;
  return (
    <div className="flex flex-col gap-3 sm:gap-4">
      {!isQuiet && user.metrics.runs === 0 && (
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
        {isQuiet ? (
          <Card>
            <EmptyState title="No activity in this range">
              No session of {truncate(user.name ?? user.id)} began and no run ended on these days.
            </EmptyState>
          </Card>
        ) : (
          <div className="grid items-start gap-3 sm:gap-4 xl:grid-cols-3">
            <Activity trends={user.trends} />
            <Cost trends={user.trends} />
            <Friction trends={user.trends} />
          </div>
        )}
      </div>
      {!isQuiet && <UserSessions userId={user.id} />}
    </div>
  );
}
