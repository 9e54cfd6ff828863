import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

/** Whether the content of a box is wider than the box: then it scrolls, and its header cannot be sticky. */
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
