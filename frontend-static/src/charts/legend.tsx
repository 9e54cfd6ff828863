import { cn } from '@/ui/class-names';
import type { Mark, Series } from './series';

type LegendProps = {
  series: readonly Series[];
  mark: Mark;
  /** The series that is shown alone; null for all. */
  isolated: string | null;
  onChoose: (id: string) => void;
};

/** The colors of the series. A click isolates a series, another one shows all again. */
export function Legend({ series, mark, isolated, onChoose }: LegendProps) {
  return (
    <ul aria-label="Legend" className="-ml-1.5 flex max-h-18 min-w-0 flex-wrap items-center gap-x-0.5 overflow-y-auto">
      {series.map((one) => {
        const hidden = isolated !== null && isolated !== one.id;
        return (
          <li key={one.id} className="max-w-full">
            <button
              type="button"
              aria-pressed={isolated === one.id}
              title={`${one.name}: ${isolated === one.id ? 'show all' : 'show alone'}`}
              disabled={series.length === 1}
              onClick={() => onChoose(one.id)}
              className={cn(
                'flex h-6 max-w-56 cursor-default items-center gap-1.5 rounded px-1.5 text-muted text-xs -outline-offset-2 enabled:cursor-pointer enabled:hover:bg-hover enabled:hover:text-ink',
                hidden && 'line-through decoration-line-strong',
              )}
            >
              <Swatch color={one.color} mark={mark} faint={hidden} />
              <span className="truncate">{one.name}</span>
            </button>
          </li>
        );
      })}
      {series.some(({ previous }) => previous !== undefined) && (
        <li title="The period before" className="flex shrink-0 items-center gap-1.5 px-1.5 text-muted text-xs">
          <svg width="14" height="2" aria-hidden="true" className="text-line-strong">
            <path d="M0 1H14" stroke="currentColor" strokeWidth="2" strokeDasharray="3 2" />
          </svg>
          Before
        </li>
      )}
    </ul>
  );
}

type SwatchProps = { color: string; mark: Mark; faint?: boolean };

/** The color of a series, in the shape of its mark. */
export const Swatch = ({ color, mark, faint = false }: SwatchProps) => (
  <span
    aria-hidden="true"
    className={cn(
      'block shrink-0 rounded-xs forced-color-adjust-none',
      mark === 'lines' ? 'h-0.5 w-3.5' : 'size-2.5',
      faint && 'opacity-30',
    )}
    style={{ background: color }}
  />
);
