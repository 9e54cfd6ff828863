import { useEffect, useEffectEvent, useRef } from 'react';
import { isPageShortcut } from '@/lib/keyboard';
import { useNavigateKeeping } from '@/lib/use-url-params';
import { useViewer } from '@/lib/use-viewer';
import { destinations } from './navigation';

const KEYS_EVENT = 'tachograph:keys';
/** How long `g` waits for the letter of a page, in milliseconds. */
const SEQUENCE_MS = 1_500;

/** Opens the list of shortcuts from anywhere. */
export const openShortcutList = (): void => void window.dispatchEvent(new Event(KEYS_EVENT));

type Layers = { openPalette: () => void; openKeys: () => void };

/** The shortcuts that work on every page. */
export function useShortcuts({ openPalette, openKeys }: Layers): void {
  const viewer = useViewer();
  const navigate = useNavigateKeeping();
  const pressedG = useRef(0);

  const handle = useEffectEvent((event: KeyboardEvent) => {
    if (event.key.toLowerCase() === 'k' && (event.metaKey || event.ctrlKey)) {
      event.preventDefault();
      return openPalette();
    }
    if (!isPageShortcut(event)) return;
    const sequence = Date.now() - pressedG.current < SEQUENCE_MS;
    pressedG.current = 0;
    const page = destinations(viewer).find((one) => one.key === event.key);
    if (sequence && page !== undefined) return navigate(page.path);
    if (event.key === 'g') pressedG.current = Date.now();
    if (event.key === '?') openKeys();
    if (event.key === '/') focusFilter(event);
  });
  const show = useEffectEvent(() => openKeys());

  useEffect(() => {
    const listen = (event: KeyboardEvent) => handle(event);
    const list = () => show();
    window.addEventListener('keydown', listen);
    window.addEventListener(KEYS_EVENT, list);
    return () => {
      window.removeEventListener('keydown', listen);
      window.removeEventListener(KEYS_EVENT, list);
    };
  }, []);
}

/** Focuses the field with `data-filter`. */
function focusFilter(event: KeyboardEvent): void {
  const filter = document.querySelector<HTMLInputElement>('main [data-filter]');
  if (filter === null) return;
  event.preventDefault();
  filter.focus();
  filter.select();
}
