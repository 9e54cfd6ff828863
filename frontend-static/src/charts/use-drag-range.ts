import { type PointerEvent, useEffect, useEffectEvent, useState } from 'react';
import { useRange } from '@/lib/use-range';
import type { Bucket } from './bucket';
import { setCrosshair } from './crosshair';

/** How far the pointer must move before it drags, in pixels. */
const DRAG_THRESHOLD_PX = 5;

type Drag = { readonly x: number; readonly from: number; readonly to: number; readonly moved: boolean };

/** Two indexes in ascending order. */
export const orderedPair = (from: number, to: number): readonly [number, number] => [
  Math.min(from, to),
  Math.max(from, to),
];

/** Points at days, and selects a range by dragging. Esc cancels. Touch scrolls and points, but does not drag. */
export function useDragRange(
  buckets: readonly Bucket[],
  indexAt: (clientX: number) => number,
  point: (index: number) => void,
) {
  const { setRange } = useRange();
  const [drag, setDrag] = useState<Drag | null>(null);
  const isDragging = drag !== null;
  const cancel = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    setDrag(null);
  });
  useEffect(() => {
    if (!isDragging) return;
    // Handle Esc before other listeners: it cancels the drag alone.
    const listen = (event: KeyboardEvent) => cancel(event);
    window.addEventListener('keydown', listen, { capture: true });
    return () => window.removeEventListener('keydown', listen, { capture: true });
  }, [isDragging]);

  const finish = () => {
    setDrag(null);
    if (drag === null || !drag.moved) return;
    const [from, to] = orderedPair(drag.from, drag.to).map((index) => buckets[index]);
    if (from === undefined || to === undefined) return;
    setCrosshair(null);
    setRange({ from: from.start, to: to.end });
  };
  const handlers = {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      point(indexAt(event.clientX));
      if (event.button !== 0 || event.pointerType === 'touch') return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const index = indexAt(event.clientX);
      setDrag({ x: event.clientX, from: index, to: index, moved: false });
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const index = indexAt(event.clientX);
      point(index);
      if (drag === null) return;
      const moved = drag.moved || Math.abs(event.clientX - drag.x) > DRAG_THRESHOLD_PX;
      if (moved !== drag.moved || index !== drag.to) setDrag({ ...drag, to: index, moved });
    },
    onPointerUp: finish,
    onPointerCancel: () => setDrag(null),
    onPointerLeave: (event: PointerEvent<HTMLElement>) => {
      // After a touch the tooltip stays, so that it can be read.
      if (event.pointerType !== 'touch') setCrosshair(null);
    },
  };
  return { dragged: drag?.moved === true ? orderedPair(drag.from, drag.to) : null, handlers };
}
