import { cn } from './class-names';

/** The first letter of a name, as an avatar. */
export function InitialAvatar({ name, round = false }: { name: string; round?: boolean }) {
  return (
    <span
      aria-hidden="true"
      className={cn(
        'grid size-6 shrink-0 place-items-center font-semibold text-xs uppercase',
        round ? 'rounded-full bg-selected' : 'forced-color-adjust-none rounded-md bg-accent text-on-accent',
      )}
    >
      {name.trim().charAt(0)}
    </span>
  );
}
