import { KpiCard, KpiSkeleton } from '@/charts/kpi-card';
import { KpiGrid } from '@/charts/kpi-grid';
import { COUNT, MONEY } from '@/charts/unit';
import { exact } from '@/lib/format';
import { NoCompletedRuns } from '../no-completed-runs/no-completed-runs';
import { KPIS } from './kpis';
import { HEALTH_COLUMNS, RANKING_COLUMNS } from './lists/columns';
import { OrganizationRanking } from './lists/organization-ranking';
import { ByOrganization } from './panels/by-organization';
import { NotableChanges } from './panels/notable-changes';
import { useGlobal } from './use-global';

type Figures = { readonly runs: number; readonly costUsd: number };

const MOST_RUNS = { field: 'RUNS', direction: 'DESC' } as const;
const LEAST_SUCCESS = { field: 'SUCCESS_RATE', direction: 'ASC' } as const;

const runs = (figures: Figures): number => figures.runs;
const cost = (figures: Figures): number => figures.costUsd;

/** The figures of the whole platform, and its organizations compared. */
export default function GlobalPage() {
  const query = useGlobal();
  const global = query.data?.global;
  const organizations =
    global === undefined ? (
      <KpiSkeleton name="Organizations" hasCourse={false} />
    ) : (
      <KpiCard
        name="Organizations"
        help="All that are registered or sent an event, active or not"
        value={exact(global.organizationCount)}
      />
    );
  return (
    <div className="flex flex-col gap-3 sm:gap-4">
      <h1 className="sr-only">Global</h1>
      <NoCompletedRuns figures={query.isPlaceholderData ? undefined : global?.metrics} />
      <KpiGrid
        kpis={KPIS}
        query={query}
        metrics={global?.metrics}
        trends={global?.trends}
        lead={organizations}
        className="grid-cols-2 md:grid-cols-3 xl:grid-cols-6"
      />
      <div className="grid items-start gap-3 sm:gap-4 lg:grid-cols-2">
        <ByOrganization title="Usage" note="Runs by organization" query={query} read={runs} unit={COUNT} />
        <ByOrganization title="Cost" note="Cost by organization" query={query} read={cost} unit={MONEY} />
      </div>
      <div className="grid items-start gap-3 sm:gap-4 xl:grid-cols-[3fr_2fr]">
        <OrganizationRanking
          title="Organizations"
          note="By what they do in the period"
          columns={RANKING_COLUMNS}
          defaultSort={MOST_RUNS}
          parameter="sort"
          count={global?.organizationCount}
        />
        <NotableChanges query={query} />
      </div>
      <OrganizationRanking
        title="Health"
        note="How well it goes, against as many days before"
        columns={HEALTH_COLUMNS}
        defaultSort={LEAST_SUCCESS}
        parameter="health"
        count={global?.organizationCount}
        hidden={query.isPending}
      />
    </div>
  );
}
