import { duration } from '@/lib/format';

/** Shorter ones go without saying. */
const WORTH_SAYING_MS = 60_000;

/** How long nothing happened between two events. */
export function Pause({ from, to }: { from: string; to: string }) {
  const ms = Date.parse(to) - Date.parse(from);
  if (ms < WORTH_SAYING_MS) return null;
  return (
    <p className="flex items-center gap-2 py-0.5 pr-4 pl-24 text-axis text-muted sm:pl-28">
      {duration(ms)} later
      <span aria-hidden className="h-px flex-1 border-line border-t border-dashed" />
    </p>
  );
}
