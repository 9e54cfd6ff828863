import { type FocusEvent, type MouseEvent, type PointerEvent, useEffect, useRef, useState } from 'react';

const OPEN_AFTER_MS = 150;
/** Long enough to move the pointer onto the content. */
const CLOSE_AFTER_MS = 120;

/** The content of a button on hover, focus or press; after a press it stays until the next press. */
export function useToggletip() {
  const [anchor, setAnchor] = useState<Element | null>(null);
  const isPinned = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const show = (element: Element | null, afterMs: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setAnchor(element), afterMs);
  };
  const close = () => {
    isPinned.current = false;
    clearTimeout(timer.current);
    setAnchor(null);
  };
  // Not every browser moves the focus when a tap lands outside.
  useEffect(() => {
    if (anchor === null) return;
    const listen = ({ target }: Event) => {
      if (target instanceof Element && anchor.contains(target)) return;
      if (target instanceof Element && target.closest('[role=tooltip]') !== null) return;
      isPinned.current = false;
      setAnchor(null);
    };
    window.addEventListener('pointerdown', listen);
    return () => window.removeEventListener('pointerdown', listen);
  }, [anchor]);

  const leave = () => {
    if (!isPinned.current) show(null, CLOSE_AFTER_MS);
  };
  const handlers = {
    onPointerEnter: (event: PointerEvent) => {
      if (event.pointerType !== 'touch') show(event.currentTarget, OPEN_AFTER_MS);
    },
    onPointerLeave: leave,
    onFocus: (event: FocusEvent) => {
      if (event.currentTarget.matches(':focus-visible')) show(event.currentTarget, 0);
    },
    onBlur: close,
    onClick: (event: MouseEvent) => {
      const wasPinned = isPinned.current;
      close();
      if (wasPinned) return;
      isPinned.current = true;
      setAnchor(event.currentTarget);
    },
  };
  return { anchor, close, stay: () => clearTimeout(timer.current), leave, handlers };
}
