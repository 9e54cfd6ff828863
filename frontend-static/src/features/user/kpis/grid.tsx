import { ArrowDownRight, ArrowRight, ArrowUpRight } from 'lucide-react';
import type { Lack } from '@/charts/kpi';
import type { UserFiguresFragment } from '@/gql/graphql';
import { type Change, change } from '@/lib/format';
import { cn } from '@/ui/class-names';
import { Info } from '@/ui/info';
import { Skeleton } from '@/ui/skeleton';
import { useRovingTabindex } from '@/ui/use-roving-tabindex';
import { MarkedFigure } from '../../users/marked-figure';
import { KPIS, type Kpi, type OrganizationFigures } from './figures';

type GridProps = { figures: UserFiguresFragment; whole: OrganizationFigures };

const CELLS = 'grid h-full grid-cols-2 gap-px overflow-hidden rounded-card border border-line bg-line sm:grid-cols-3';

/** The figures of a user, each compared with the average of the organization. */
export function KpiGrid({ figures, whole }: GridProps) {
  const roving = useRovingTabindex<HTMLDivElement>();
  return (
    // biome-ignore lint/a11y/useSemanticElements: nothing of it is a form
    <div {...roving} role="group" aria-label="Figures" className={CELLS}>
      {KPIS.map((kpi) => (
        <Cell
          key={kpi.name}
          kpi={kpi}
          value={kpi.read(figures)}
          average={kpi.average(whole)}
          lack={kpi.lack?.(figures) ?? null}
        />
      ))}
    </div>
  );
}

type CellProps = { kpi: Kpi; value: number | null; average: number | null; lack: Lack | null };

function Cell({ kpi: { name, help, format, polarity, marked }, value, average, lack }: CellProps) {
  return (
    <div className="bg-card px-4 py-2.5 max-sm:last:col-span-2" data-kpi={name}>
      <div className="flex items-center justify-between gap-1">
        <h2 className="min-w-0 text-muted text-xs">{name}</h2>
        <Info about={name}>
          <p>{help}.</p>
          {lack !== null && <p className="mt-1">{lack.text}.</p>}
        </Info>
      </div>
      <p className="font-semibold text-lg" data-value>
        {marked === undefined ? format(value) : <MarkedFigure marked={marked} value={value} />}
        {lack !== null && <span className="ml-1.5 whitespace-nowrap font-normal text-warn text-xs">{lack.note}</span>}
      </p>
      <p className="flex flex-wrap items-center gap-x-2 text-muted text-xs">
        <span data-average>Average {format(average)}</span>
        <Difference change={change(value, average, polarity)} />
      </p>
    </div>
  );
}

const ARROWS = { up: ArrowUpRight, down: ArrowDownRight, flat: ArrowRight };
const WORDS = { up: 'above it', down: 'below it', flat: 'like it' };
const TONES = { good: 'text-good', bad: 'text-bad', neutral: '' };

/** The difference from the average. */
function Difference({ change }: { change: Change | null }) {
  if (change === null) return null;
  const Arrow = ARROWS[change.direction];
  return (
    <span className={cn('inline-flex items-center gap-0.5', TONES[change.tone])}>
      <Arrow aria-hidden className="size-3.5" />
      {change.text} <span className="sr-only">{WORDS[change.direction]}</span>
    </span>
  );
}

/** The skeleton of the grid. */
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
