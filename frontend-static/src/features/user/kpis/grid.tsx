import type { UserFiguresFragment } from '@/gql/graphql';
import { change } from '@/lib/format';
import { ChangeMark } from '@/ui/change';
import { Skeleton } from '@/ui/skeleton';
import { Tooltip } from '@/ui/tooltip';
import { MarkedFigure } from '../../users/marked-figure';
import { KPIS, type Kpi, type Whole } from './figures';

type GridProps = { figures: UserFiguresFragment; whole: Whole };

const CELLS = 'grid h-full grid-cols-2 gap-px overflow-hidden rounded-card border border-line bg-line sm:grid-cols-3';

/** Nine figures of a person, each beside what is usual in the organisation. */
export const KpiGrid = ({ figures, whole }: GridProps) => (
  <div className={CELLS}>
    {KPIS.map((kpi) => (
      <Cell key={kpi.name} kpi={kpi} value={kpi.read(figures)} average={kpi.average(whole)} />
    ))}
  </div>
);

type CellProps = { kpi: Kpi; value: number | null; average: number | null };

function Cell({ kpi: { name, help, write, meaning, marked }, value, average }: CellProps) {
  return (
    <div className="bg-card px-4 py-2.5 max-sm:last:col-span-2" data-kpi={name}>
      <Tooltip label={help}>
        <h2 className="w-fit text-muted text-xs">{name}</h2>
      </Tooltip>
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="whitespace-nowrap font-semibold text-lg" data-value>
          {marked === undefined ? write(value) : <MarkedFigure marked={marked} value={value} />}
        </span>
        <ChangeMark change={change(value, average, meaning)} before={`${write(average)} on average`} />
      </p>
      <p className="text-muted text-xs" data-average>
        Average {write(average)}
      </p>
    </div>
  );
}

/** The cells before their figures are there. */
export const KpiSkeleton = () => (
  <div className={CELLS}>
    {KPIS.map(({ name }) => (
      <div key={name} className="bg-card px-4 py-2.5 max-sm:last:col-span-2">
        <h2 className="text-muted text-xs">{name}</h2>
        <Skeleton className="my-1 h-4 w-20" />
        <Skeleton className="h-3 w-16" />
      </div>
    ))}
  </div>
);
