import { type FocusEvent, type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react';

/** Marks the items of `useRovingTabindex`. */
export const ROVING_ITEM = 'data-roving';

const stopsOf = (element: HTMLElement | null): HTMLElement[] => [
  ...(element?.querySelectorAll<HTMLElement>(`[${ROVING_ITEM}]`) ?? []),
];

type Roving<Part> = {
  ref: RefObject<Part | null>;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  onFocus: (event: FocusEvent<HTMLElement>) => void;
};

/** Makes many buttons one tab stop; arrow keys, Home and End move between them. */
export function useRovingTabindex<Part extends HTMLElement>(): Roving<Part> {
  const ref = useRef<Part>(null);
  const [at, setAt] = useState(0);
  // Items mount and unmount.
  useLayoutEffect(() => {
    const stops = stopsOf(ref.current);
    const last = Math.min(at, stops.length - 1);
    for (const [index, stop] of stops.entries()) stop.tabIndex = index === last ? 0 : -1;
  });
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const stops = stopsOf(ref.current);
    const here = stops.indexOf(event.target as HTMLElement);
    if (here < 0 || event.metaKey || event.ctrlKey || event.altKey) return;
    const steps: Record<string, number> = {
      ArrowRight: here + 1,
      ArrowDown: here + 1,
      ArrowLeft: here - 1,
      ArrowUp: here - 1,
      Home: 0,
      End: stops.length - 1,
    };
    const next = stops[steps[event.key] ?? -1];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  };
  const onFocus = (event: FocusEvent<HTMLElement>) => {
    const here = stopsOf(ref.current).indexOf(event.target as HTMLElement);
    if (here >= 0) setAt(here);
  };
  return { ref, onKeyDown, onFocus };
}
