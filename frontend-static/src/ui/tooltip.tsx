import { Slot } from 'radix-ui/slot';
import { type FocusEvent, type PointerEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { type Side, TooltipLayer } from './tooltip-layer';

const OPEN_AFTER_MS = 300;
/** Long enough to move onto the tooltip itself. */
const CLOSE_AFTER_MS = 120;

type TooltipProps = {
  /** What is said; null says nothing. */
  label: ReactNode;
  side?: Side;
  /** One element; what shall be reached by keyboard must take the focus. */
  children: ReactNode;
};

/**
 * Says more about something when one points at it or focuses it. A part of its own, as tables have hundreds of them:
 * until one is wanted it costs a few listeners.
 */
export function Tooltip({ label, side = 'top', children }: TooltipProps) {
  const [anchor, setAnchor] = useState<Element | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const id = useId();
  useEffect(() => () => clearTimeout(timer.current), []);

  const show = (element: Element | null, afterMs: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setAnchor(element), afterMs);
  };
  const point = (event: PointerEvent) => {
    if (event.pointerType !== 'touch') show(event.currentTarget, OPEN_AFTER_MS);
  };
  const focus = (event: FocusEvent) => {
    if (event.currentTarget.matches(':focus-visible')) show(event.currentTarget, 0);
  };
  const leave = () => show(null, CLOSE_AFTER_MS);
  const close = () => show(null, 0);
  const stay = () => clearTimeout(timer.current);

  return (
    <>
      <Slot
        onPointerEnter={point}
        onPointerLeave={leave}
        onPointerDown={close}
        onFocus={focus}
        onBlur={close}
        {...(anchor === null ? {} : { 'aria-describedby': id })}
      >
        {children}
      </Slot>
      {anchor !== null && label !== null && (
        <TooltipLayer id={id} anchor={anchor} side={side} onEnter={stay} onLeave={leave} onClose={close}>
          {label}
        </TooltipLayer>
      )}
    </>
  );
}
