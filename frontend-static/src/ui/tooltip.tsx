import { Slot } from 'radix-ui/slot';
import { type FocusEvent, type PointerEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { type Side, TooltipLayer } from './tooltip-layer';

const OPEN_AFTER_MS = 300;
/** Long enough to move the pointer onto the tooltip. */
const CLOSE_AFTER_MS = 120;

type TooltipProps = {
  /** The content; null for none. */
  label: ReactNode;
  side?: Side;
  /** One element; it must be focusable to work by keyboard. */
  children: ReactNode;
};

/** A tooltip on hover and focus. Tables have hundreds, so until one is shown it is only a few listeners. */
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
