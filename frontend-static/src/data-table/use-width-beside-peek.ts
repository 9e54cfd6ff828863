import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

/** The width of a peek on wide screens; `sm:w-[26rem]` of `<Peek>`. */
const PEEK_PX = 416;

/** The width of the table beside the peek; null if the peek covers nothing of it. */
export function useWidthBesidePeek<Box extends HTMLElement>(
  isPeeking: boolean,
): [RefObject<Box | null>, number | null] {
  const ref = useRef<Box>(null);
  const [room, setRoom] = useState<number | null>(null);
  useLayoutEffect(() => {
    const box = ref.current;
    if (!isPeeking || box === null) return setRoom(null);
    const measure = () => {
      const { left, right } = box.getBoundingClientRect();
      const edge = document.documentElement.clientWidth - PEEK_PX;
      setRoom(right <= edge ? null : Math.max(0, Math.floor(edge - left)));
    };
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(box);
    return () => watch.disconnect();
  }, [isPeeking]);
  return [ref, room];
}
