import { type ReactNode, useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react';
import { createPortal } from 'react-dom';

export type Side = 'top' | 'bottom';

const GAP = 6;
const MARGIN = 8;

/** Places the layer beside the anchor, or on the other side if it does not fit, and within the viewport. */
function place(layer: HTMLElement, anchor: Element, side: Side): void {
  const at = anchor.getBoundingClientRect();
  const { width, height } = layer.getBoundingClientRect();
  const above = at.top - GAP - height;
  const below = at.bottom + GAP;
  const fitsBelow = below + height <= window.innerHeight - MARGIN;
  const top = (side === 'top' && above >= MARGIN) || !fitsBelow ? above : below;
  const left = Math.min(at.left + (at.width - width) / 2, window.innerWidth - width - MARGIN);
  layer.style.top = `${Math.max(top, MARGIN)}px`;
  layer.style.left = `${Math.max(left, MARGIN)}px`;
}

type LayerProps = {
  id: string;
  anchor: Element;
  side: Side;
  onEnter: () => void;
  onLeave: () => void;
  onClose: () => void;
  children: ReactNode;
};

/** A tooltip while it is open. Esc and scrolling close it. */
export function TooltipLayer({ id, anchor, side, onEnter, onLeave, onClose, children }: LayerProps) {
  const layer = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (layer.current !== null) place(layer.current, anchor, side);
  });
  const close = useEffectEvent(() => onClose());
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') close();
    };
    const onScroll = () => close();
    window.addEventListener('keydown', onKey);
    window.addEventListener('scroll', onScroll, { capture: true, passive: true });
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('scroll', onScroll, { capture: true });
    };
  }, []);
  return createPortal(
    <div
      ref={layer}
      id={id}
      role="tooltip"
      onPointerEnter={onEnter}
      onPointerLeave={onLeave}
      className="fixed top-0 left-0 z-50 w-max max-w-72 rounded-md border border-line bg-raised px-2 py-1 text-ink text-xs shadow-float"
    >
      {children}
    </div>,
    document.body,
  );
}
