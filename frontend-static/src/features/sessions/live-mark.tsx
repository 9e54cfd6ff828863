/** Marks a session with a running run. */
export const LiveMark = () => (
  <span className="inline-flex shrink-0 items-center gap-1 font-sans text-xs">
    <span aria-hidden className="size-1.5 rounded-full bg-live forced-color-adjust-none" />
    live
  </span>
);
