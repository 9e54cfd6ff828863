import { KpiRows } from './kpis/rows';
import { Cost } from './panels/cost';
import { Friction } from './panels/friction';
import { Reliability } from './panels/reliability';
import { Usage } from './panels/usage';
import { useOverview } from './use-overview';

/** How an organisation stands. */
export default function OverviewPage() {
  const query = useOverview();
  return (
    <div className="flex flex-col gap-3 sm:gap-4">
      <h1 className="sr-only">Overview</h1>
      <KpiRows query={query} />
      <div className="grid gap-3 sm:gap-4 lg:grid-cols-2">
        <Usage query={query} />
        <Cost query={query} />
        <Friction query={query} />
        <Reliability query={query} />
      </div>
    </div>
  );
}
