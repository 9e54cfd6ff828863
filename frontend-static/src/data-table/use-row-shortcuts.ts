import { useEffect, useEffectEvent } from 'react';
import { isPageShortcut } from '@/lib/keyboard';

type RowKeys = {
  readonly ids: readonly string[];
  readonly peeked: string | null;
  readonly onPeek: (id: string | null) => void;
  readonly onOpen: (id: string) => void;
};

/** The element of a row, in a table or in cards. */
const rowOf = (id: string): HTMLElement | null => document.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`);

const focusedRow = (): string | null => document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset.row ?? null;

/** j and k move through the rows and switch the peek; Enter opens the peek, then the page; Esc closes the peek. */
export function useRowShortcuts({ ids, peeked, onPeek, onOpen }: RowKeys): void {
  const move = (by: number) => {
    const at = ids.indexOf(focusedRow() ?? peeked ?? '');
    const next = ids[at < 0 ? 0 : Math.min(Math.max(at + by, 0), ids.length - 1)];
    if (next === undefined) return;
    const row = rowOf(next);
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: 'nearest' });
    if (peeked !== null) onPeek(next);
  };
  const handle = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === 'Escape' && peeked !== null && !event.defaultPrevented) {
      rowOf(peeked)?.focus();
      return onPeek(null);
    }
    if (!isPageShortcut(event)) return;
    if (event.key === 'j') move(1);
    if (event.key === 'k') move(-1);
    // Enter on a link or a button belongs to that element.
    if (event.key !== 'Enter' || (event.target as Element).closest('a, button') !== null) return;
    const id = focusedRow() ?? peeked;
    if (id === null) return;
    if (id === peeked) onOpen(id);
    else onPeek(id);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => handle(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
