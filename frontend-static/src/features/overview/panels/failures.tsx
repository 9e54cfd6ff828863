import { OTHERS_COLOR, seriesColor } from '@/charts/series';
import type { ErrorCategory } from '@/gql/graphql';
import { count, percent } from '@/lib/format';
import type { OverviewData } from '../use-overview';

const CATEGORIES: readonly { id: ErrorCategory; name: string; color: string }[] = [
  { id: 'TOOL', name: 'Tool', color: seriesColor(1) },
  { id: 'MODEL', name: 'Model', color: seriesColor(3) },
  { id: 'TIMEOUT', name: 'Timeout', color: seriesColor(4) },
  { id: 'OTHER', name: 'Other', color: OTHERS_COLOR },
];

/** Failed runs by category: a bar of their shares, and the figures. */
export function Failures({ categories }: { categories: OverviewData['failureCategories'] }) {
  const found = CATEGORIES.map((one) => ({ ...one, figures: categories.find(({ category }) => category === one.id) }));
  const total = categories.reduce((sum, one) => sum + one.count, 0);
  return (
    <section aria-label="Failed runs by category" className="flex min-h-12 flex-col gap-2 px-4 text-xs">
      <div className="flex h-2 gap-px overflow-hidden rounded-full bg-hover" aria-hidden="true">
        {found.map(({ id, color, figures }) =>
          figures === undefined ? null : (
            <span
              key={id}
              className="forced-color-adjust-none"
              style={{ background: color, width: `${figures.share * 100}%` }}
            />
          ),
        )}
      </div>
      {total === 0 ? (
        <p className="text-muted">No run failed.</p>
      ) : (
        <dl className="grid grid-cols-2 gap-x-4 gap-y-1.5 sm:grid-cols-4">
          {found.map(({ id, name, color, figures }) => (
            <div key={id} data-category={id}>
              <dt className="flex items-center gap-1.5 text-muted">
                <span
                  aria-hidden="true"
                  className="size-2.5 rounded-xs forced-color-adjust-none"
                  style={{ background: color }}
                />
                {name}
              </dt>
              <dd className="font-medium">
                {count(figures?.count ?? 0)} <span className="text-muted">{percent(figures?.share ?? 0)}</span>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
