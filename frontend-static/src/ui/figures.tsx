import { InfoName } from './info';
import { Skeleton } from './skeleton';
import { useRovingTabindex } from './use-roving-tabindex';

export type Figure = {
  readonly name: string;
  readonly value: string;
  readonly help?: string;
  /** What the figure lacks, beside it. */
  readonly lack?: string | null;
};

/** Figures in a row, each with its name. Undefined values are loading. */
export function Figures({
  label,
  figures,
}: {
  label: string;
  figures: readonly (Omit<Figure, 'value'> & { value: string | undefined })[];
}) {
  const roving = useRovingTabindex<HTMLDListElement>();
  return (
    <dl
      {...roving}
      aria-label={label}
      className="grid grid-cols-3 gap-x-4 gap-y-3 sm:flex sm:flex-wrap sm:gap-x-5 2xl:gap-x-8"
    >
      {figures.map(({ name, value, help, lack = null }) => (
        <div key={name} className="flex flex-col">
          <dt className="text-muted text-xs">
            {help === undefined ? name : <InfoName about={name}>{help}.</InfoName>}
          </dt>
          <dd className="font-semibold text-lg">
            {value ?? <Skeleton className="my-1 h-4 w-full" />}
            {lack !== null && (
              <span className="block whitespace-nowrap font-normal text-warn text-xs sm:ml-1.5 sm:inline">{lack}</span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
