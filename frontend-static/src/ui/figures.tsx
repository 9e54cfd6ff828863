import { Skeleton } from './skeleton';
import { Tooltip } from './tooltip';

export type Figure = { readonly name: string; readonly value: string; readonly help?: string };

/** Figures in a row, each under its name. Undefined values are on their way. */
export function Figures({
  label,
  figures,
}: {
  label: string;
  figures: readonly (Omit<Figure, 'value'> & { value: string | undefined })[];
}) {
  return (
    <dl aria-label={label} className="grid grid-cols-3 gap-x-4 gap-y-3 sm:flex sm:flex-wrap sm:gap-x-5 2xl:gap-x-8">
      {figures.map(({ name, value, help }) => (
        <div key={name} className="flex flex-col">
          <Tooltip label={help ?? null} side="bottom">
            <dt className="text-muted text-xs">{name}</dt>
          </Tooltip>
          <dd className="font-semibold text-lg">{value ?? <Skeleton className="my-1 h-4 w-full" />}</dd>
        </div>
      ))}
    </dl>
  );
}
