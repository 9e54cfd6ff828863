import { KpiGrid } from '@/charts/kpi-grid';
import { NoCompletedRuns } from '../no-completed-runs/no-completed-runs';
import { OverviewEmptyState } from './empty-state';
import { KPIS } from './kpis';
import { ChartPanel } from './panels/chart-panel';
import { Reliability } from './panels/reliability';
import { COST_VIEWS, FRICTION_VIEWS, USAGE_VIEWS } from './panels/views';
import { TopSessions } from './top/sessions';
import { TopUsers } from './top/users';
import { hasNoActivity, useOverview } from './use-overview';

const GRID = 'grid items-start gap-3 sm:gap-4';

/** The overview of an organization. */
export default function OverviewPage() {
  const query = useOverview();
  const organization = query.data?.organization ?? undefined;
  return (
    <div className="flex flex-col gap-3 sm:gap-4">
      <h1 className="sr-only">Overview</h1>
      <NoCompletedRuns figures={query.isPlaceholderData ? undefined : organization?.metrics} />
      <KpiGrid
        kpis={KPIS}
        query={query}
        metrics={organization?.metrics}
        trends={organization?.trends}
        className="grid-cols-2 md:grid-cols-5"
      />
      {query.data !== undefined && hasNoActivity(query.data) ? (
        <OverviewEmptyState />
      ) : (
        <>
          <div className={`${GRID} xl:grid-cols-2`}>
            <ChartPanel title="Usage" param="usage" views={USAGE_VIEWS} query={query} />
            <ChartPanel title="Cost" param="cost" views={COST_VIEWS} query={query} />
            <ChartPanel title="Friction" param="friction" views={FRICTION_VIEWS} query={query} />
            <Reliability query={query} />
          </div>
          <div className={`${GRID} min-[1400px]:grid-cols-2`}>
            <TopSessions />
            <TopUsers />
          </div>
        </>
      )}
    </div>
  );
}
