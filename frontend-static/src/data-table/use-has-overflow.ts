import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

/** Whether what a box holds is wider than it: then it scrolls to the side, and its header cannot stay in sight. */
export function useHasOverflow<Box extends HTMLElement>(): [RefObject<Box | null>, boolean] {
  const ref = useRef<Box>(null);
  const [hasOverflow, setHasOverflow] = useState(false);
  useLayoutEffect(() => {
    const box = ref.current;
    const content = box?.firstElementChild;
    if (box === null || content == null) return;
    const measure = () => setHasOverflow(content.scrollWidth > box.clientWidth);
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(box);
    watch.observe(content);
    return () => watch.disconnect();
  }, []);
  return [ref, hasOverflow];
}
