import { type LucideIcon, Minus, TrendingDown, TrendingUp } from 'lucide-react';
import { Link } from 'wouter';
import type { Column } from '@/data-table/column';
import type { GlobalRankingQuery, HealthDirection, OrganizationOrderField } from '@/gql/graphql';
import { count, decimal, moneyCompact, percent, percentagePoints } from '@/lib/format';
import { useHref } from '@/lib/use-url-params';
import { cn } from '@/ui/class-names';
import { Cost } from '@/ui/cost';
import { Tooltip } from '@/ui/tooltip';

export type Row = GlobalRankingQuery['global']['organizations']['nodes'][number];
export type RankingColumn = Column<Row, OrganizationOrderField>;

/** The sort fields of the ranking. */
export const SORT_FIELDS = [
  'NAME',
  'ACTIVE_USERS',
  'SESSIONS',
  'RUNS',
  'SUCCESS_RATE',
  'RUNS_PER_SESSION',
  'HANDOFF_RATE',
  'COST',
] as const;

const name: RankingColumn = {
  id: 'name',
  name: 'Organization',
  width: 'w-[34%]',
  sort: 'NAME',
  firstDirection: 'ASC',
  cell: ({ organization }) => <OrganizationLink organization={organization} />,
};

const figure = { align: 'end', width: 'w-[16%]' } as const;

export const RANKING_COLUMNS: readonly RankingColumn[] = [
  name,
  { ...figure, id: 'runs', name: 'Runs', sort: 'RUNS', cell: ({ metrics }) => count(metrics.runs) },
  { ...figure, id: 'sessions', name: 'Sessions', sort: 'SESSIONS', cell: ({ metrics }) => count(metrics.sessions) },
  {
    ...figure,
    id: 'users',
    name: 'Active users',
    width: 'w-[18%]',
    sort: 'ACTIVE_USERS',
    cell: ({ metrics }) => count(metrics.activeUsers),
  },
  {
    ...figure,
    id: 'cost',
    name: 'Cost',
    sort: 'COST',
    cell: ({ metrics }) => <Cost usd={metrics.costUsd} unpriced={metrics.unpricedCalls} format={moneyCompact} />,
  },
];

export const HEALTH_COLUMNS: readonly RankingColumn[] = [
  { ...name, width: 'w-[24%]' },
  {
    id: 'success',
    name: 'Success',
    width: 'w-[28%]',
    help: 'Successful runs / runs; the mark stands at 85%',
    sort: 'SUCCESS_RATE',
    firstDirection: 'ASC',
    cell: ({ metrics }) => <SuccessBar rate={metrics.successRate} />,
  },
  {
    ...figure,
    id: 'runs-per-session',
    name: 'Runs / session',
    sort: 'RUNS_PER_SESSION',
    cell: ({ metrics }) => decimal(metrics.runsPerSession),
  },
  {
    ...figure,
    id: 'handoff',
    name: 'Handoff rate',
    help: 'Sessions with a local handoff / sessions',
    sort: 'HANDOFF_RATE',
    cell: ({ metrics }) => percent(metrics.handoffRate),
  },
  {
    id: 'direction',
    name: 'Direction',
    width: 'w-[16%]',
    help: 'Success less handoffs, against the days before; up to 2 points are stable',
    cell: (row) => <Direction row={row} />,
  },
];

type LinkProps = { organization: { readonly id: string; readonly name: string } };

/** Links to the overview of an organization. */
function OrganizationLink({ organization: { id, name } }: LinkProps) {
  const href = useHref();
  return (
    <Link
      href={href('/', { org: id })}
      title={name}
      className="block truncate rounded font-medium hover:text-accent hover:underline"
    >
      {name}
    </Link>
  );
}

/** The success rate that is expected. */
const TARGET = 0.85;

/** A success rate as a bar with a mark at the target. */
function SuccessBar({ rate }: { rate: number | null }) {
  return (
    <span className="flex items-center gap-3">
      <span aria-hidden="true" className="relative h-1.5 min-w-0 flex-1 rounded-full bg-hover">
        {rate !== null && (
          <span
            className={cn(
              'absolute inset-y-0 left-0 rounded-full forced-color-adjust-none',
              rate < TARGET ? 'bg-warn' : 'bg-good',
            )}
            style={{ width: `${rate * 100}%` }}
          />
        )}
        <span
          className="absolute -inset-y-1 w-px bg-line-strong forced-color-adjust-none"
          style={{ left: `${TARGET * 100}%` }}
        />
      </span>
      <span className="w-12 text-right">{percent(rate)}</span>
    </span>
  );
}

const DIRECTIONS: Record<HealthDirection, { name: string; icon: LucideIcon; tone: string }> = {
  IMPROVING: { name: 'Improving', icon: TrendingUp, tone: 'text-good' },
  STABLE: { name: 'Stable', icon: Minus, tone: 'text-muted' },
  DECLINING: { name: 'Declining', icon: TrendingDown, tone: 'text-bad' },
};

/** The direction of an organization's health; the tooltip has the changes. */
function Direction({ row: { health, metrics } }: { row: Row }) {
  const { name, icon: Icon, tone } = DIRECTIONS[health];
  const { previous } = metrics;
  const changes = `Success ${percentagePoints(metrics.successRate, previous?.successRate)}, handoffs ${percentagePoints(metrics.handoffRate, previous?.handoffRate)}`;
  return (
    <Tooltip label={changes}>
      <button type="button" className={cn('flex w-fit cursor-help items-center gap-1.5 rounded', tone)}>
        <Icon aria-hidden className="size-4" />
        {name}
      </button>
    </Tooltip>
  );
}
